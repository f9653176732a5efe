"""What can be done to many clients at once. Rooms above register theirs from their AppConfig."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

    from django.utils.functional import Promise

    from apps.accounts.models import User
    from apps.accounts.permissions import Permission
    from apps.clients.models import Client

type Options = Mapping[str, Any]
type Do = Callable[["UUID", "User", Options], tuple[Client, dict[str, Any]] | None]
type Undo = Callable[["UUID", "User", Mapping[str, Any], int], Client]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActKind:
    """One act, named for the API; `label` is its verb on the button.

    `check` turns given options into those that are kept and raises InvalidInput. `do` acts on one client and returns
    it with what undoing needs to know, or None when there was nothing to do; it raises a DomainError to refuse. `undo`
    gets the version that the act led to and raises StaleVersion when somebody was there since. `choices` are what the
    person picks from, offered as the option `name`.
    """

    name: str
    label: str | Promise
    icon: str
    permission: Permission
    do: Do
    undo: Undo
    question: Callable[[int], str]
    done: Callable[[int], str]
    check: Callable[[Options], dict[str, Any]] = lambda _given: {}
    choices: Callable[[], Sequence[tuple[str, str]]] | None = None
    consequences: Sequence[str | Promise] = ()
    order: int = 100


_kinds: dict[str, ActKind] = {}


def register_act(kind: ActKind) -> None:
    _kinds[kind.name] = kind


def kind_named(name: str) -> ActKind:
    """Raises InvalidInput for a name that nobody registered."""
    if name not in _kinds:
        raise InvalidInput({"act": _("One of %(names)s.") % {"names": ", ".join(_kinds)}})
    return _kinds[name]


def kinds_for(user: User) -> list[ActKind]:
    """Return the acts a person may do, in their order."""
    return sorted((kind for kind in _kinds.values() if user.may(kind.permission)), key=lambda kind: kind.order)


def act_names() -> list[str]:
    return list(_kinds)
