"""What the clients' own room moves when two clients become one: their timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.activity.services.relinking import move_links, return_links

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
