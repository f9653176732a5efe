"""The constraint behind “no double booking”."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import Func, Q

if TYPE_CHECKING:
    from django.core.checks import CheckMessage


class NoOverlap(ExclusionConstraint):
    """No two rows of one person may share a moment between `starts_at` and `ends_at`, the end excluded.

    Needs the extension btree_gist, which gives GiST the equality of a uuid.
    """

    def __init__(self, *, name: str, person: str, condition: Q) -> None:
        self.person = person
        period = Func("starts_at", "ends_at", function="tstzrange")
        super().__init__(name=name, expressions=[(person, "="), (period, "&&")], condition=condition)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, (), {"name": self.name, "person": self.person, "condition": self.condition}

    def _check_postgres_installed(self, *args: Any) -> list[CheckMessage]:
        """Ask nothing: the app `django.contrib.postgres` would look up types on every new connection, unused here."""
        return []
