"""From a rule to moments. The wall clock is kept: in UTC the hours move with daylight saving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekday as nth

from apps.sessions.recurrence.rule import Frequency, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from zoneinfo import ZoneInfo

FREQUENCIES: dict[Frequency, Literal[1, 2, 3]] = {
    Frequency.DAILY: DAILY,
    Frequency.WEEKLY: WEEKLY,
    Frequency.MONTHLY: MONTHLY,
}


class Oddity(StrEnum):
    """What the clocks do to a time on the wall."""

    SKIPPED = "skipped"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of a rule: the day it counts for, the moment in UTC, and what was odd about the time on the wall."""

    day: date
    starts_at: datetime
    oddity: Oddity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """A rule with its first day, the time on the wall and the zone of that wall. `exceptions` are days left out (EXDATE)."""

    rule: Rule
    first: date
    clock: time
    zone: ZoneInfo
    exceptions: Collection[date] = ()

    def occurrences(self) -> Iterator[Occurrence]:
        """Give all in order, without end where the rule has none; a day left out counts for COUNT, as in RFC 5545."""
        for local in self._walls():
            found = resolve(local, self.zone)
            if self._is_over(local, found.starts_at):
                return
            if found.day not in self.exceptions:
                yield found

    def until(self, last: date) -> list[Occurrence]:
        """Return those up to a day, and that day."""
        found = []
        for occurrence in self.occurrences():
            if occurrence.day > last:
                break
            found.append(occurrence)
        return found

    def is_met_by_first(self) -> bool:
        """Say whether the rule meets its own first day; if not, RFC 5545 leaves open what is meant."""
        return next((local.date() for local in self._walls()), None) == self.first

    def _walls(self) -> Iterator[datetime]:
        rule = self.rule
        yield from rrule(
            FREQUENCIES[rule.frequency],
            dtstart=datetime.combine(self.first, self.clock),
            interval=rule.interval,
            wkst=rule.week_start,
            count=rule.count,
            byweekday=[nth(day, number) for number, day in rule.nth_days] or list(rule.weekdays) or None,
            bymonthday=list(rule.month_days) or None,
            cache=False,
        )

    def _is_over(self, local: datetime, moment: datetime) -> bool:
        until = self.rule.until
        if until is None:
            return False
        if not isinstance(until, datetime):
            return local.date() > until
        return moment > until if until.tzinfo else local > until


def resolve(local: datetime, zone: ZoneInfo) -> Occurrence:
    """Turn a time on the wall into a moment, as RFC 5545 (3.3.5) says.

    A time that the clocks skip is read with the offset before: 02:30 becomes 03:30. Of a time that comes twice, the
    first is meant.
    """
    moment = local.replace(tzinfo=zone, fold=0)
    starts_at = moment.astimezone(UTC)
    if starts_at.astimezone(zone).replace(tzinfo=None, fold=0) != local:
        return Occurrence(local.date(), starts_at, Oddity.SKIPPED)
    is_twice = moment.utcoffset() != moment.replace(fold=1).utcoffset()
    return Occurrence(local.date(), starts_at, Oddity.TWICE if is_twice else None)
