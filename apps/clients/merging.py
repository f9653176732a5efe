"""What the clients' own room moves when two clients become one: timeline, goals, consents, whatever hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from apps.activity.services.relinking import move_links, return_links
from apps.clients.models import BulkRow, ClientChange, ClientExport, DuplicatePair, Erasure, MergeRecord
from apps.clients.relations import Hanging, hanging_on_clients

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


class MergedTimeline:
    """What happened with either stands on one timeline, each thing once."""

    name = "activity"

    def hold(self, client_ids: Sequence[UUID]) -> None:
        """Nothing comes before the clients here."""

    def consequences(self, *, loser: UUID, winner: UUID) -> Sequence[str]:
        return []

    def check(self, *, loser: UUID, winner: UUID) -> None:
        """Two timelines can always be one."""

    def move(self, *, loser: UUID, winner: UUID) -> dict[str, Any]:
        return {"links": move_links(source=loser, target=winner)}

    def put_back(self, journal: dict[str, Any], *, loser: UUID, winner: UUID) -> None:
        return_links(journal["links"], to=loser)


STAY = (BulkRow, ClientChange, ClientExport, DuplicatePair, Erasure, MergeRecord)
"""What tells of one record and no other; a history is read through both."""


class MergedRows:
    """Rows of this room that belong to a client. One that the winner has already stays with the loser."""

    name = "clients"

    def hold(self, client_ids: Sequence[UUID]) -> None:
        """Nothing comes before the clients here."""

    def consequences(self, *, loser: UUID, winner: UUID) -> Sequence[str]:
        return []

    def check(self, *, loser: UUID, winner: UUID) -> None:
        """Rows of this room can always move, or stay."""

    def move(self, *, loser: UUID, winner: UUID) -> dict[str, Any]:
        moved: dict[str, list[str]] = {}
        for kind in hanging_on_clients(besides=STAY):
            rows = kind.rows().filter(**{kind.column: loser}).order_by("pk").values_list("pk", flat=True)
            if found := [str(pk) for pk in rows if _goes(kind, pk, winner)]:
                moved[kind.table] = found
        return moved

    def put_back(self, journal: dict[str, Any], *, loser: UUID, winner: UUID) -> None:
        for kind in hanging_on_clients(besides=STAY):
            rows = kind.rows().filter(pk__in=journal.get(kind.table, []), **{kind.column: winner})
            rows.update(**{kind.column: loser})


def _goes(kind: Hanging, pk: Any, winner: UUID) -> bool:
    """Give one row to the winner; False where the winner has one that excludes it."""
    try:
        with transaction.atomic():
            return bool(kind.rows().filter(pk=pk).update(**{kind.column: winner}))
    except IntegrityError:
        return False
