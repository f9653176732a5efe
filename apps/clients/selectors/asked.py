"""What somebody asks of the client list: read from an address or a saved view, and found."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from apps.clients.selectors import ORDERINGS, clients_visible_to, present, search_clients
from apps.clients.selectors.filters import Filter, filters_for
from apps.clients.selectors.risk import Look, at_risk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from apps.accounts.models import User
    from apps.clients.models import Client

ALL = "all"
VIEWS = ("", "active", "inactive", "at_risk", "archived")
LONGEST_SEARCH = 200
DEFAULT_ORDERING = "name"


@dataclass(frozen=True, slots=True)
class Asked:
    """`filters` are those that were understood, by name; `ignored` names the parameters that made no sense."""

    search: str = ""
    view: str = ""
    ordering: str = DEFAULT_ORDERING
    filters: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: Mapping[str, str], user: User) -> Asked:
        """Take what makes sense of an address's parameters; empty ones and those of others are not ours."""
        given = {name: str(value).replace("\0", "") for name, value in query.items() if value}
        view, ordering = given.get("view", "").removeprefix(ALL), given.get("ordering", DEFAULT_ORDERING)
        asked = cls(
            search=given.get("search", "").strip()[:LONGEST_SEARCH],
            view=view if view in VIEWS else "",
            ordering=ordering if ordering.removeprefix("-") in ORDERINGS else DEFAULT_ORDERING,
        )
        ignored = [
            name
            for name, taken in (("view", asked.view), ("ordering", asked.ordering))
            if given.get(name, taken) not in {taken, ALL}
        ]
        understood = {}
        for one in filters_for(user):
            if one.name in given:
                try:
                    one.read(given[one.name])
                except ValueError:
                    ignored.append(one.name)
                else:
                    understood[one.name] = given[one.name]
        return replace(asked, filters=understood, ignored=tuple(ignored))

    def parameters(self) -> dict[str, str]:
        """Return what an address needs to ask the same, nothing that is so anyway."""
        given = {"search": self.search, "view": self.view, "ordering": self.ordering, **self.filters}
        return {
            name: value for name, value in given.items() if value and (name, value) != ("ordering", DEFAULT_ORDERING)
        }

    def query(self, **changes: str) -> str:
        """Return the address's query with something changed, or taken out when empty; the page starts anew."""
        wanted = {**self.parameters(), **changes}
        kept = {
            name: value for name, value in wanted.items() if value and (name, value) != ("ordering", DEFAULT_ORDERING)
        }
        return urlencode(kept)

    @property
    def is_narrowed(self) -> bool:
        """Something but the view and the sort is asked for."""
        return bool(self.search or self.filters)

    @property
    def columns(self) -> tuple[str, ...]:
        columns = ORDERINGS[self.ordering.removeprefix("-")]
        return tuple(f"-{name}" for name in columns) if self.ordering.startswith("-") else columns

    def found(self, user: User, look: Look) -> QuerySet[Client]:
        """Return the clients that the person may see and that pass filters and search, of every view."""
        clients = clients_visible_to(user)
        for one, value in self.used(user):
            clients = one.narrow(clients, value, look.now)
        return search_clients(clients, self.search)

    def used(self, user: User) -> list[tuple[Filter, object]]:
        """Return the filters in use with their values."""
        known = {one.name: one for one in filters_for(user)}
        return [(known[name], known[name].read(text)) for name, text in self.filters.items() if name in known]


def in_view(clients: QuerySet[Client], view: str, look: Look) -> QuerySet[Client]:
    """Narrow to one of VIEWS; "" is everybody who is not archived."""
    if view == "archived":
        return clients.filter(archived_at__isnull=False, merged_into=None)
    if view == "at_risk":
        return at_risk(clients, look)
    return present(clients).filter(status=view) if view else present(clients)


def listed(asked: Asked, user: User, look: Look) -> QuerySet[Client]:
    """Return the clients of a list as it was asked for: one queryset for page, API, export and bulk acts."""
    return in_view(asked.found(user, look), asked.view, look)
