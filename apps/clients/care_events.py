"""What happens to the records themselves: two become one, one is taken along or erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from apps.activity.events import Event


@dataclass(frozen=True, kw_only=True)
class ClientMerged(Event):
    """Another client, `merged_id`, became part of this one."""

    name: ClassVar[str] = "client.merged"
    icon: ClassVar[str] = "swap"
    client_id: str
    merged_id: str
    merge_id: str

    def sentence(self) -> str:
        return _("Merged with a duplicate")


@dataclass(frozen=True, kw_only=True)
class ClientsParted(Event):
    """A merge was undone: `parted_id` is a client of their own again."""

    name: ClassVar[str] = "client.parted"
    icon: ClassVar[str] = "swap"
    client_id: str
    parted_id: str
    merge_id: str

    def sentence(self) -> str:
        return _("Merge undone: two clients again")


@dataclass(frozen=True, kw_only=True)
class ClientExported(Event):
    """Somebody asked for a file with everything about a client."""

    name: ClassVar[str] = "client.exported"
    icon: ClassVar[str] = "download"
    client_id: str

    def sentence(self) -> str:
        return _("Everything about them exported")


@dataclass(frozen=True, kw_only=True)
class ErasureAsked(Event):
    """A client is to be erased for good when the days of grace are over."""

    name: ClassVar[str] = "client.erasure_asked"
    icon: ClassVar[str] = "trash"
    client_id: str

    def sentence(self) -> str:
        return _("To be erased for good")


@dataclass(frozen=True, kw_only=True)
class ErasureTakenBack(Event):
    """The erasure was cancelled in time."""

    name: ClassVar[str] = "client.erasure_cancelled"
    icon: ClassVar[str] = "refresh"
    client_id: str

    def sentence(self) -> str:
        return _("Not to be erased after all")


@dataclass(frozen=True, kw_only=True)
class ClientErased(Event):
    """A client was erased for good; `counts` says how many rows of which kind, nothing says who it was."""

    name: ClassVar[str] = "client.erased"
    icon: ClassVar[str] = "trash"
    erasure_id: str
    counts: dict[str, int]

    def sentence(self) -> str:
        return _("A client was erased for good")
