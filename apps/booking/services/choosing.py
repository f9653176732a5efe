"""With whom a time is booked: the trainer who was asked for, or of all who give it the one with the fewest hours that week."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from apps.accounts.selectors import coaches
from apps.booking.selectors import bookable_types, givers
from apps.common.business import current
from apps.common.errors import NotFound
from apps.sessions.services.slots import booked_time_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from apps.booking.models import BookableType

WEEK = timedelta(days=7)


def find_offer(bookable_id: UUID, trainer_id: UUID | None) -> tuple[BookableType, list[UUID]]:
    """Return what can be booked, and with whom: with the trainer who is asked for, with None everybody who gives it, by name.

    Raises NotFound.
    """
    found = bookable_types().filter(pk=bookable_id).first()
    team = givers(found, list(coaches())) if found else []
    chosen = [one.pk for one in team if trainer_id in {None, one.pk}]
    if found is None or not chosen:
        raise NotFound
    return found, chosen


def least_booked(trainer_ids: Sequence[UUID], at: datetime) -> UUID:
    """Return who of them has the fewest booked hours in the week of a moment (Monday to Sunday); of equals the first."""
    if len(trainer_ids) == 1:
        return trainer_ids[0]
    zone = current().zone
    day = at.astimezone(zone).date()
    monday = datetime.combine(day - timedelta(days=day.weekday()), time(0), zone)
    sunday = datetime.combine(monday.date() + WEEK, time(0), zone)
    booked = booked_time_of(trainer_ids, monday.astimezone(UTC), sunday.astimezone(UTC))
    return min(trainer_ids, key=lambda pk: booked.get(pk, timedelta(0)))
