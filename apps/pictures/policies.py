"""Who has photos: rooms above register here from their AppConfig."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from uuid import UUID


class Holder(Protocol):
    """A kind of row with a photo."""

    def take_photo(self, *, subject: UUID, photo: str, by: Any) -> str | None:
        """Make it the row's photo and return the one it replaces ("" for none).

        Returns None, and changes nothing, when the row is gone or has a photo that was sent later: ids are in the
        order of their making.
        """
        ...


_holders: dict[str, Holder] = {}


def register_holder(kind: str, holder: Holder) -> None:
    _holders[kind] = holder


def holder_of(kind: str) -> Holder:
    return _holders[kind]
