"""What stands around the rows of the client list: tabs, chips, headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.clients.selectors.asked import Asked
    from apps.clients.selectors.counts import Counts
    from apps.clients.views.list_filters import Option


class ListPage(Protocol):
    """The page as these functions see it."""

    @property
    def asked(self) -> Asked: ...

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
            "url": page.url(view=view),
            "current": view == page.asked.view,
        }
        for view, label in labels.items()
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
        if option.filter.name in page.asked.filters
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
