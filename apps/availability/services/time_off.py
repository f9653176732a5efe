"""Saying when somebody does not work, or the business is closed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.availability.events import TimeOffAdded, TimeOffRemoved
from apps.availability.models import TimeOff
from apps.availability.services.people import check_may_change, find_trainer
from apps.availability.week import DAY_MINUTES
from apps.common.errors import InvalidInput, TooMany

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from apps.accounts.models import User

LONGEST, FURTHEST = timedelta(days=366), timedelta(days=3 * 366)
MOST_AHEAD = 300


def add_time_off(  # noqa: PLR0913 - each is one plain fact of it
    *,
    by: User,
    trainer_id: UUID | None,
    starts_on: date,
    ends_on: date,
    from_minute: int = 0,
    until_minute: int = DAY_MINUTES,
    reason: str = "",
    key: UUID | None = None,
) -> TimeOff:
    """Say that a trainer does not work in these days, or with None that the business is closed; publish it.

    Days and minutes are of the wall clock of the trainer's hours; `from_minute` belongs to the first day, `until_minute`
    to the last. What is booked then stays. `key` becomes the id: a form sent twice adds once.
    Raises NotAllowed, NotFound, InvalidInput, TooMany.
    """
    check_may_change(by, trainer_id)
    if trainer_id:
        find_trainer(trainer_id)
    _check(starts_on, ends_on, from_minute, until_minute)
    with transaction.atomic():
        if key and (known := TimeOff.objects.filter(pk=key, trainer=trainer_id).first()):
            return known
        if TimeOff.objects.filter(trainer=trainer_id, ends_on__gte=timezone.localdate()).count() >= MOST_AHEAD:
            raise TooMany(_("There are %(count)d already. Take some back first.") % {"count": MOST_AHEAD})
        row = TimeOff(
            trainer_id=trainer_id,
            starts_on=starts_on,
            ends_on=ends_on,
            from_minute=from_minute,
            until_minute=until_minute,
            reason=reason.strip(),
        )
        if key:
            row.pk = key
        row.save(force_insert=True)
        publish(TimeOffAdded(**_facts(row)), actor=by)
    return row


def remove_time_off(*, by: User, time_off_id: UUID) -> None:
    """Take time off back and publish it; what is gone already is fine. Raises NotAllowed."""
    with transaction.atomic():
        row = TimeOff.objects.select_for_update(of=("self",)).filter(pk=time_off_id).first()
        if row is None:
            return
        check_may_change(by, row.trainer_id)
        publish(TimeOffRemoved(**_facts(row)), actor=by)
        row.delete()


def _facts(row: TimeOff) -> dict[str, str]:
    return {
        "time_off_id": str(row.pk),
        "trainer_id": str(row.trainer_id or ""),
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
    }


def _check(starts_on: date, ends_on: date, from_minute: int, until_minute: int) -> None:
    errors = {}
    if abs(starts_on - timezone.localdate()) > FURTHEST:
        errors["starts_on"] = _("Choose a day within three years of today.")
    if ends_on < starts_on:
        errors["ends_on"] = _("The last day comes after the first.")
    elif ends_on - starts_on > LONGEST:
        errors["ends_on"] = _("At most a year at once.")
    is_within = 0 <= from_minute < DAY_MINUTES and 0 < until_minute <= DAY_MINUTES
    if not is_within or (starts_on == ends_on and until_minute <= from_minute):
        errors["until"] = _("The end comes after the start.")
    if errors:
        raise InvalidInput(errors)
