"""Fields of a client in words: how their kept values read, and who may read them.

Whoever keeps one more field through `update_client` says here how it reads; one that nobody registered reads as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apps.clients.events import field_label

if TYPE_CHECKING:
    from apps.accounts.models import User

type Words = Callable[[Sequence[Any]], Sequence[str]]
"""Turns many kept values into words at once, in their order: what needs a query asks once."""


def _as_text(values: Sequence[Any]) -> list[str]:
    return ["" if value is None else str(value) for value in values]


def _everybody(_user: User) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Wording:
    """How one field reads. `may_see` says who may know its value."""

    words: Words = _as_text
    may_see: Callable[[User], bool] = _everybody


_wordings: dict[str, Wording] = {}
_PLAIN = Wording()


def register_words(name: str, *, words: Words = _as_text, may_see: Callable[[User], bool] = _everybody) -> None:
    """Say how a field reads; called from an AppConfig's ready()."""
    _wordings[name] = Wording(words, may_see)


def label_of(name: str) -> str:
    """Return a field's name as it stands alone: "Date of birth"."""
    text = str(field_label(name))
    return text[:1].upper() + text[1:]


def may_see_field(user: User, name: str) -> bool:
    """Say whether the person may know this field's value."""
    return _wordings.get(name, _PLAIN).may_see(user)


def in_words(values: Mapping[str, Iterable[Any]]) -> dict[str, list[str]]:
    """Return the values of each field in words, in their order."""
    return {name: list(_wordings.get(name, _PLAIN).words(list(given))) for name, given in values.items()}
