"""What happens on the booking page. Who asked stands in no event: they are nobody's client yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from apps.activity.events import Event


@dataclass(frozen=True, kw_only=True)
class TimeHeld(Event):
    """A time is kept until the link in the letter is opened."""

    name: ClassVar[str] = "booking.held"
    icon: ClassVar[str] = "clock"
    hold_id: str
    trainer_id: str
    starts_at: str

    def sentence(self) -> str:
        return _("A time was asked for on the booking page")


@dataclass(frozen=True, kw_only=True)
class TimeConfirmed(Event):
    name: ClassVar[str] = "booking.confirmed"
    icon: ClassVar[str] = "check"
    hold_id: str
    session_id: str

    def sentence(self) -> str:
        return _("Booked by themselves on the booking page")


@dataclass(frozen=True, kw_only=True)
class BookableChanged(Event):
    """`changed` names the fields; of a new one all of them, of one that is over `archived_at`."""

    name: ClassVar[str] = "booking.type_changed"
    icon: ClassVar[str] = "edit"
    bookable_id: str
    changed: list[str]

    def sentence(self) -> str:
        return _("What can be booked changed")
