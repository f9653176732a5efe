"""The constraint behind “no double booking”."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import Func, Q
from django.db.models.functions import Greatest

if TYPE_CHECKING:
    from django.core.checks import CheckMessage


class NoOverlap(ExclusionConstraint):
    """No two rows of one person, or of one room, may share a moment between `starts_at` and `ends_at`, the end excluded.

    `held` names a column that may lie behind `ends_at`: the time is taken until then. Where it is null, or before the
    end, the end counts. Needs the extension btree_gist, which gives GiST the equality of a uuid.
    """

    def __init__(self, *, name: str, person: str, condition: Q, held: str = "") -> None:
        self.person, self.held = person, held
        until = Greatest("ends_at", held) if held else "ends_at"
        period = Func("starts_at", until, function="tstzrange")
        super().__init__(name=name, expressions=[(person, "="), (period, "&&")], condition=condition)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        held = {"held": self.held} if self.held else {}
        return path, (), {"name": self.name, "person": self.person, "condition": self.condition, **held}

    def _check_postgres_installed(self, *args: Any) -> list[CheckMessage]:
        """Ask nothing: the app `django.contrib.postgres` would look up types on every new connection, unused here."""
        return []
