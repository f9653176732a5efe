"""What another time for one session means for the rule of its series. Nothing here asks the database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.common.errors import InvalidInput
from apps.sessions.recurrence import Frequency, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.sessions.models import TrainingSession
    from apps.sessions.recurrence import Timing

WEEK = 7


@dataclass(frozen=True, slots=True)
class Shift:
    """Another time on the wall, and sessions of one weekday so many days later."""

    clock: time
    days: int
    weekday: int

    def day_of(self, day: date) -> date:
        """Return to which day a session of this day goes."""
        return day + timedelta(days=self.days) if day.weekday() == self.weekday else day


def shift_of(timing: Timing, anchor: TrainingSession, starts_at: datetime | None) -> Shift | None:
    """Return how the rule has to change for a session to begin then; None when it need not."""
    if starts_at is None or (starts_at == anchor.starts_at and not anchor.was_moved):
        return None
    wall = starts_at.astimezone(timing.zone)
    day = _day(anchor, timing)
    shift = Shift(wall.time().replace(second=0, microsecond=0), (wall.date() - day).days, day.weekday())
    return shift if shift.days or shift.clock != timing.clock else None


def shifted(timing: Timing, shift: Shift, sessions: Sequence[TrainingSession]) -> Timing:
    """Return the rule from the first of these sessions on, shifted. Raises InvalidInput where it cannot be."""
    days = [_day(session, timing) for session in sessions]
    rule = _ended(timing, shift, days[0])
    if shift.days:
        rule = replace(rule, weekdays=_weekdays(timing, shift))
    return replace(
        timing,
        rule=rule,
        first=min(shift.day_of(day) for day in days),
        clock=shift.clock,
        exceptions=frozenset(shift.day_of(day) for day in timing.exceptions),
    )


def _ended(timing: Timing, shift: Shift, first: date) -> Rule:
    """Return the rule with an end that still holds: what came before counts no more, a last day moves along."""
    rule = timing.rule
    if rule.count is None and rule.until is None:
        return rule
    days = [occurrence.day for occurrence in replace(timing, exceptions=()).occurrences()]
    if rule.count and not shift.days:
        return replace(rule, count=sum(day >= first for day in days))
    return replace(rule, count=None, until=max(shift.day_of(day) for day in days[-WEEK:]))


def _weekdays(timing: Timing, shift: Shift) -> tuple[int, ...]:
    rule = timing.rule
    if rule.frequency != Frequency.WEEKLY or abs(shift.days) >= WEEK:
        text = _("Together these can get another time, not another day. End the series there and book a new one.")
        raise InvalidInput({"starts_at": text})
    known = set(rule.weekdays or (timing.first.weekday(),))
    target = (shift.weekday + shift.days) % WEEK
    week = ((shift.weekday - rule.week_start) % WEEK) + shift.days
    if len(known) > 1 and (target in known or not 0 <= week < WEEK):
        raise InvalidInput({"starts_at": _("Choose a day of the same week that the series does not have yet.")})
    return tuple(sorted(known - {shift.weekday} | {target}))


def _day(session: TrainingSession, timing: Timing) -> date:
    return session.rule_start.astimezone(timing.zone).date()
