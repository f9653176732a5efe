"""The list of clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from apps.accounts.permissions import Permission
from apps.accounts.roles import Role
from apps.clients.selectors import (
    MOST_COUNTED,
    ORDERINGS,
    clients_visible_to,
    count_by_status,
    search_clients,
    trained_by,
    trainers,
    with_status,
)
from apps.clients.views.base import PersonPage
from apps.common.pagination import keyset

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict

    from apps.clients.models import Client
    from apps.clients.selectors import Counts

PAGE_SIZE = 25
VIEWS = ("", "active", "inactive", "archived")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; values that make no sense count as not asked."""

    search: str = ""
    view: str = ""
    trainer: str = ""
    ordering: str = "name"

    @classmethod
    def read(cls, query: QueryDict) -> Asked:
        view, ordering = query.get("view", ""), query.get("ordering", "name")
        return cls(
            search=query.get("search", "").strip()[:200],
            view=view if view in VIEWS else "",
            trainer=_uuid_text(query.get("trainer", "")),
            ordering=ordering if ordering.removeprefix("-") in ORDERINGS else "name",
        )

    def url(self, **changes: str) -> str:
        """Return the list's address with something changed; the page always starts anew."""
        given = {"search": self.search, "view": self.view, "trainer": self.trainer, "ordering": self.ordering}
        wanted = {name: value for name, value in {**given, **changes}.items() if value and (name, value) != _DEFAULT}
        return f"{reverse('clients')}?{urlencode(wanted)}" if wanted else reverse("clients")

    @property
    def columns(self) -> tuple[str, ...]:
        columns = ORDERINGS[self.ordering.removeprefix("-")]
        return tuple(f"-{name}" for name in columns) if self.ordering.startswith("-") else columns

    def heading(self, label: str, ordering: str) -> dict[str, str]:
        """Return a column's heading: its words, the address that sorts by it, and how it is sorted now."""
        is_now = self.ordering.removeprefix("-") == ordering
        is_up = self.ordering == ordering
        return {
            "label": label,
            "url": self.url(ordering=f"-{ordering}" if is_up else ordering),
            "sort": ("ascending" if is_up else "descending") if is_now else "",
        }


_DEFAULT = ("ordering", "name")


class ClientListView(PersonPage, TemplateView):
    """Search, tabs by status, a trainer, a sort; 25 at a time."""

    permission = Permission.CLIENTS_VIEW
    template_name = "clients/list.html"

    @cached_property
    def asked(self) -> Asked:
        return Asked.read(self.request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self._found()
        counts = count_by_status(found, at_most=None if "counted" in self.request.GET else MOST_COUNTED)
        cursor = self.request.GET.get("cursor", "")
        page = keyset(with_status(found, self.asked.view), ordering=self.asked.columns, cursor=cursor, size=PAGE_SIZE)
        return super().get_context_data(
            asked=self.asked,
            counts=counts,
            counted_url=self._counted_url(),
            tabs=self._tabs(counts),
            headings=self._headings(),
            clients=page.rows,
            newer=self._page_url(page.previous),
            older=self._page_url(page.next),
            total=_total(counts, self.asked.view),
            trainers=self._trainers(),
            no_trainer_url=self.asked.url(trainer=""),
            may_edit=self.person.may(Permission.CLIENTS_EDIT),
            may_define_fields=self.person.may(Permission.FIELDS_MANAGE),
            may_import=self.person.may(Permission.CLIENTS_IMPORT),
            **kwargs,
        )

    def _found(self) -> QuerySet[Client]:
        clients = clients_visible_to(self.person)
        if self.asked.trainer:
            clients = trained_by(clients, UUID(self.asked.trainer))
        return search_clients(clients, self.asked.search)

    def _tabs(self, counts: Counts) -> list[dict[str, Any]]:
        labels = {
            "": (_("All"), counts.present),
            "active": (_("Active"), counts.active),
            "inactive": (_("Inactive"), counts.inactive),
            "archived": (_("Archived"), counts.archived),
        }
        return [
            {
                "label": label,
                "count": None if counts.is_capped else count,
                "url": self.asked.url(view=view),
                "current": view == self.asked.view,
            }
            for view, (label, count) in labels.items()
        ]

    def _headings(self) -> dict[str, dict[str, str]]:
        words = {"name": _("Client"), "status": _("Status"), "member_since": _("Client since")}
        return {name: self.asked.heading(label, name) for name, label in words.items()}

    def _trainers(self) -> list[dict[str, Any]]:
        """Offer the trainers to those who see everybody."""
        if self.person.role == Role.TRAINER:
            return []
        return [
            {"name": one.full_name, "url": self.asked.url(trainer=str(one.pk)), "on": str(one.pk) == self.asked.trainer}
            for one in trainers()
        ]

    def _counted_url(self) -> str:
        """Return the address of this list with everything counted, which a large list asks for after it is shown."""
        url = self.asked.url()
        return f"{url}{'&' if '?' in url else '?'}counted=1"

    def _page_url(self, cursor: str) -> str:
        url = self.asked.url()
        return f"{url}{'&' if '?' in url else '?'}{urlencode({'cursor': cursor})}" if cursor else ""


def _total(counts: Counts, view: str) -> int:
    """Count those of the view; 0 when nobody counted them all."""
    if counts.is_capped:
        return 0
    return {"": counts.present, "active": counts.active, "inactive": counts.inactive, "archived": counts.archived}[view]


def _uuid_text(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
