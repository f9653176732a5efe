"""What rooms above have to say before a client is archived or removed; they register here from their AppConfig."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


class ArchivePolicy(Protocol):
    """A room with a stake in a client. What it then does, it does as a synchronous receiver of ClientArchived."""

    def consequences(self, client_id: UUID) -> Sequence[str]:
        """Return what archiving will do there, a sentence each, such as “3 booked sessions will be cancelled”."""
        ...

    def check(self, client_id: UUID) -> None:
        """Raise Conflict when the client cannot be archived now."""
        ...


class RemovalPolicy(Protocol):
    """A room that may hold something about clients that would be lost with them."""

    def holds(self, client_ids: Sequence[UUID]) -> set[UUID]:
        """Return those of the clients that must remain."""
        ...


_archiving: list[ArchivePolicy] = []
_removal: list[RemovalPolicy] = []


def register_archiving(policy: ArchivePolicy) -> None:
    _archiving.append(policy)


def register_removal(policy: RemovalPolicy) -> None:
    _removal.append(policy)


def archive_consequences(client_id: UUID) -> list[str]:
    """Return what rooms above will do when the client is archived."""
    return [line for policy in _archiving for line in policy.consequences(client_id)]


def check_archiving(client_id: UUID) -> None:
    """Let every room object. Raises Conflict."""
    for policy in _archiving:
        policy.check(client_id)


def held(client_ids: Sequence[UUID]) -> set[UUID]:
    """Return the clients that some room above still needs."""
    return {client_id for policy in _removal for client_id in policy.holds(client_ids)}


class MergePolicy(Protocol):
    """A room whose rows of one client become another's when the two are made one.

    The order of calls: `hold` before the clients are locked, `check`, `move`; to take it back `hold`, `put_back`. All in
    one transaction. What `move` returns is kept as JSON and given to `put_back`.
    """

    name: str

    def hold(self, client_ids: Sequence[UUID]) -> None:
        """Take locks that come before the clients' own in this room's order."""
        ...

    def consequences(self, *, loser: UUID, winner: UUID) -> Sequence[str]:
        """Return what will move, a sentence each."""
        ...

    def check(self, *, loser: UUID, winner: UUID) -> None:
        """Raise Conflict when the two cannot be one here."""
        ...

    def move(self, *, loser: UUID, winner: UUID) -> dict[str, Any]:
        """Give the loser's rows to the winner and return what is needed to put them back."""
        ...

    def put_back(self, journal: dict[str, Any], *, loser: UUID, winner: UUID) -> None:
        """Give the loser back what moved. Raises Conflict when later changes forbid it."""
        ...


_merging: dict[str, MergePolicy] = {}


def register_merge(policy: MergePolicy) -> None:
    """Let a room take part in merging; `policy.name` is its stable name in journals."""
    _merging[policy.name] = policy


def merge_policies() -> list[MergePolicy]:
    """Return the rooms that take part, in the order of their names: locks are taken in one order."""
    return [_merging[name] for name in sorted(_merging)]
