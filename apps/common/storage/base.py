"""What both kinds of storage promise beyond Django's own."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, cast

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import Storage, storages

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of the business that is entered."""

    name: str
    size: int


class TenantStorage(Storage):
    """Files of the business that is entered."""

    @abstractmethod
    def everything(self) -> Iterator[Kept]:
        """Give every file of the business, by name."""

    @abstractmethod
    def remove_everything(self) -> list[Kept]:
        """Delete every file of the business and return what there was."""

    @abstractmethod
    def direct_address(self, name: str, *, seconds: int, content_type: str, disposition: str) -> str:
        """Return an address outside the product where anybody gets the file for so long; empty where there is none."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """Read a file in pieces. Raises FileNotFoundError."""
        with self.open(name) as file:
            yield from file.chunks(CHUNK)

    def url(self, name: str | None) -> NoReturn:
        raise SuspiciousFileOperation(f"{name} has no public address: give out one that expires (storage.addresses)")


def files() -> TenantStorage:
    """Return the storage that the settings choose."""
    return cast("TenantStorage", storages["default"])
