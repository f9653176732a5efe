"""Reading when people work."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.availability.models import TimeOff, WorkingHours
from apps.availability.week import DAY, USUAL, Period, Week, clipped, joined, periods_of, without
from apps.common.business import current

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from django.db.models import QuerySet

    from apps.accounts.models import User

__all__ = ["Period", "joined", "without"]  # shown to the rooms above


@dataclass(slots=True)
class Openness:
    """What decides when one trainer works. `is_said` is false while they have said nothing of their hours."""

    zone: ZoneInfo
    week: Week = field(default_factory=lambda: USUAL)
    is_said: bool = False
    off: list[Period] = field(default_factory=list)

    def periods(self, since: datetime, until: datetime) -> list[Period]:
        """Return when they work between two moments, in UTC."""
        return without(periods_of(self.week, self.zone, since, until), self.off)


def open_hours(trainers: Iterable[User], days: Sequence[date]) -> dict[UUID, dict[date, list[Period]]]:
    """Return when each trainer works on each day of the current time zone: UTC periods, sorted. Two queries for any number."""
    zone = timezone.get_current_timezone()
    bounds = {day: (_midnight(day, zone), _midnight(day + DAY, zone)) for day in days}
    if not bounds:
        return {trainer.pk: {} for trainer in trainers}
    first, last = min(bounds.values())[0], max(bounds.values())[1]
    found = openness_of([trainer.pk for trainer in trainers], first, last)
    worked = {pk: one.periods(first, last) for pk, one in found.items()}
    return {pk: {day: list(clipped(periods, *bounds[day])) for day in days} for pk, periods in worked.items()}


def open_periods(trainer_id: UUID, since: datetime, until: datetime) -> list[Period]:
    """Return when one trainer works between two moments, in UTC, sorted. Two queries."""
    return openness_of([trainer_id], since, until)[trainer_id].periods(since, until)


def openness_of(trainer_ids: Sequence[UUID], since: datetime, until: datetime) -> dict[UUID, Openness]:
    """Return what decides when each of them works between two moments. Two queries."""
    zone = current().zone
    found = {pk: Openness(zone) for pk in trainer_ids}
    for hours in WorkingHours.objects.filter(trainer__in=trainer_ids):
        found[hours.trainer_id] = Openness(hours.zone, hours.week, is_said=True)
    window = Q(starts_on__lte=until.date() + DAY, ends_on__gte=since.date() - DAY)
    for row in TimeOff.objects.filter(window, Q(trainer__in=trainer_ids) | Q(trainer=None)):
        for one in [found[row.trainer_id]] if row.trainer_id else found.values():
            one.off.append(row.period(one.zone if row.trainer_id else zone))
    return found


def objection_to(trainer_id: UUID, starts_at: datetime, ends_at: datetime) -> str:
    """Say in a sentence why a time does not suit a trainer's hours; nothing when it does, or they have said no hours.

    The reason of time off is not told: whoever reads this may be a client.
    """
    return objections_to(trainer_id, [(starts_at, ends_at)])[0]


def objections_to(trainer_id: UUID, times: Sequence[Period]) -> list[str]:
    """Say of each of some times, in their order, what `objection_to` says of one. Two queries for any number."""
    if not times:
        return []
    since, until = min(start for start, _end in times), max(end for _start, end in times)
    one = openness_of([trainer_id], since, until)[trainer_id]
    worked = one.periods(since, until)
    ends = [end for _start, end in worked]

    def words(starts_at: datetime, ends_at: datetime) -> str:
        if any(start < ends_at and end > starts_at for start, end in one.off):
            return _("Nobody works then: it is time off or a holiday.")
        place = bisect_left(ends, ends_at)  # the first period that lasts long enough
        is_covered = place < len(worked) and worked[place][0] <= starts_at
        return "" if is_covered or not one.is_said else _("This is outside the working hours.")

    return [words(start, end) for start, end in times]


def hours_of(trainer_id: UUID) -> WorkingHours:
    """Return somebody's hours; unsaved, with version 0, the usual ones while there are none."""
    usual = [[list(span) for span in spans] for spans in USUAL]
    found = WorkingHours.objects.filter(trainer=trainer_id).first()
    return found or WorkingHours(trainer_id=trainer_id, week=usual, version=0)


def time_off_visible_to(user: User) -> QuerySet[TimeOff]:
    """Return time off of everybody, and when the business is closed: for the team."""
    rows = TimeOff.objects.all() if user.may(Permission.AVAILABILITY_VIEW) else TimeOff.objects.none()
    return rows.select_related("trainer")


def coming_time_off(trainer_id: UUID | None) -> QuerySet[TimeOff]:
    """Return somebody's time off, or with None when the business is closed, that is not over, soonest first."""
    return TimeOff.objects.filter(trainer=trainer_id, ends_on__gte=timezone.localdate()).order_by("starts_on", "id")


def _midnight(day: date, zone: object) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)  # type: ignore[arg-type] # Django's word for a tzinfo
