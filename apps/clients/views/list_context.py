"""What stands around the rows of the client list: tabs, chips, headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django.utils.translation import gettext as _

from apps.clients.selectors.asked import ALL
from apps.clients.views.saved import address_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from apps.clients.selectors.asked import Asked
    from apps.clients.selectors.counts import Counts
    from apps.clients.selectors.setup import Setup, View
    from apps.clients.views.list_filters import Option


class ListPage(Protocol):
    """The page as these functions see it."""

    @property
    def asked(self) -> Asked: ...

    @property
    def saved(self) -> View | None: ...

    @property
    def wishes(self) -> Setup: ...

    def url(self, **changes: str) -> str: ...


def tabs_of(page: ListPage, counts: Counts) -> list[dict[str, Any]]:
    """Return the views that come with the product, with what they hold under the filter."""
    labels = {
        "": _("All"),
        "active": _("Active"),
        "inactive": _("Inactive"),
        "at_risk": _("At risk"),
        "archived": _("Archived"),
    }
    return [
        {
            "label": label,
            "count": None if counts.is_capped else counts.of(view),
            "url": page.url(view=view or (ALL if page.wishes.default_view else "")),
            "current": view == page.asked.view and not page.saved,
        }
        for view, label in labels.items()
    ]


def saved_tabs_of(page: ListPage, counts: Mapping[UUID, int]) -> list[dict[str, Any]]:
    """Return the saved views; their counts come once they were counted."""
    return [
        {
            "label": view.name,
            "count": counts.get(view.id),
            "url": address_of(view.id, view.query),
            "current": view == page.saved,
        }
        for view in page.wishes.views
    ]


def headings_of(page: ListPage) -> dict[str, dict[str, str]]:
    """Return the columns that sort: words, the address that sorts by it, how it is sorted now."""
    words = {
        "name": _("Client"),
        "status": _("Status"),
        "last_session": _("Last session"),
        "member_since": _("Client since"),
    }
    return {name: _heading(page, label, name) for name, label in words.items()}


def chips_of(page: ListPage, options: Sequence[Option]) -> list[dict[str, str]]:
    """Return the filters in use, each with the address without it."""
    return [
        {
            "label": _("%(filter)s: %(value)s")
            % {"filter": option.filter.label, "value": option.words(page.asked.filters[option.filter.name])},
            "url": page.url(**{option.filter.name: ""}),
        }
        for option in options
    ]


def ignored_words(asked: Asked) -> str:
    """Say what of the address made no sense."""
    if not asked.ignored:
        return ""
    return _("This address asks for something that does not exist, which was left out: %(names)s.") % {
        "names": ", ".join(asked.ignored)
    }


def _heading(page: ListPage, label: str, ordering: str) -> dict[str, str]:
    asked = page.asked.ordering
    is_now, is_up = asked.removeprefix("-") == ordering, asked == ordering
    return {
        "label": label,
        "url": page.url(ordering=f"-{ordering}" if is_up else ordering),
        "sort": ("ascending" if is_up else "descending") if is_now else "",
    }
