"""Booking outside working hours: said before it happens, possible all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy

from apps.availability.selectors import objection_to
from apps.common.business import current
from apps.common.errors import Conflict
from apps.sessions.services.slots import next_free_slots

if TYPE_CHECKING:
    from apps.sessions.policies import Booking


class OutsideHours(Conflict):
    """The trainer does not work then; `free_slots` holds the next times at which everybody has time.

    The team may book anyway, by saying so.
    """

    code = "outside_hours"
    title = gettext_lazy("The trainer does not work then")


def check_open(booking: Booking) -> None:
    """Raise OutsideHours when the trainer's hours, time off or a holiday speak against the time."""
    text = objection_to(booking.trainer.pk, booking.starts_at, booking.ends_at)
    if not text:
        return
    slots = next_free_slots(
        trainer_id=booking.trainer.pk,
        client_ids=booking.client_ids,
        duration=booking.ends_at - booking.starts_at,
        after=max(booking.starts_at, timezone.now()),
        zone=current().zone,
        without=booking.session.pk if booking.session else None,
    )
    raise OutsideHours(f"{booking.trainer.full_name}: {text}", extra={"free_slots": [slot.as_json() for slot in slots]})
