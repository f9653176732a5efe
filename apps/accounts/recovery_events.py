"""What happens to the way back for a sole owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from apps.activity.events import Event


@dataclass(frozen=True, kw_only=True)
class RecoveryOpened(Event):
    """Platform staff began the way back for an owner; it takes effect after a delay."""

    name: ClassVar[str] = "account.recovery_opened"
    icon: ClassVar[str] = "shield"

    user_id: str
    recovery_id: str

    def sentence(self) -> str:
        return _("Began the way back for an owner")


@dataclass(frozen=True, kw_only=True)
class RecoveryHastened(Event):
    """A second member of staff confirmed it: the delay is short now."""

    name: ClassVar[str] = "account.recovery_hastened"
    icon: ClassVar[str] = "shield"

    user_id: str
    recovery_id: str

    def sentence(self) -> str:
        return _("Shortened the way back for an owner")


@dataclass(frozen=True, kw_only=True)
class RecoveryStopped(Event):
    """Whoever reads mail at this address stopped it."""

    name: ClassVar[str] = "account.recovery_stopped"
    icon: ClassVar[str] = "shield"

    user_id: str
    recovery_id: str
    stopped_by: str

    def sentence(self) -> str:
        return _("Stopped the way back for an owner")


@dataclass(frozen=True, kw_only=True)
class RecoveryDone(Event):
    """The owner's second steps are gone."""

    name: ClassVar[str] = "account.recovery_done"
    icon: ClassVar[str] = "shield"

    user_id: str
    recovery_id: str

    def sentence(self) -> str:
        return _("Finished the way back for an owner")
