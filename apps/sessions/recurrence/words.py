"""A rule in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.common.templatetags.formats import clock_text, day_text
from apps.sessions.recurrence.expansion import Oddity
from apps.sessions.recurrence.rule import Frequency

if TYPE_CHECKING:
    from apps.sessions.recurrence.expansion import Occurrence, Timing

A_MONDAY = date(2027, 3, 1)


def words_of_rule(timing: Timing) -> str:
    """Return "Every week on Tue, Thu, until 26 Nov 2027" in the reader's language."""
    rule = timing.rule
    return ", ".join(filter(None, (_often(timing), _end(rule.count, rule.until))))


def words_of_oddity(occurrence: Occurrence, timing: Timing) -> str:
    """Say what was made of a time that the clocks skip or repeat; nothing for any other."""
    words = {"time": clock_text(timing.clock), "then": clock_text(occurrence.starts_at)}
    if occurrence.oddity == Oddity.SKIPPED:
        return _("The clocks go forward: %(time)s does not exist, it begins at %(then)s.") % words
    if occurrence.oddity == Oddity.TWICE:
        return _("The clocks go back: %(time)s comes twice, the first is meant.") % words
    return ""


def weekday_name(day: int) -> str:
    """Return the short name of a weekday, Monday being 0."""
    return date_format(A_MONDAY + timedelta(days=day), "D")


def _often(timing: Timing) -> str:
    rule = timing.rule
    count = {"count": rule.interval}
    if rule.frequency == Frequency.DAILY:
        return ngettext("Every day", "Every %(count)d days", rule.interval) % count
    if rule.frequency == Frequency.WEEKLY:
        days = ", ".join(weekday_name(day) for day in rule.weekdays or (timing.first.weekday(),))
        return ngettext("Every week on %(days)s", "Every %(count)d weeks on %(days)s", rule.interval) % {
            "days": days,
            **count,
        }
    return ngettext("Every month on %(days)s", "Every %(count)d months on %(days)s", rule.interval) % {
        "days": ", ".join(_month_days(timing)),
        **count,
    }


def _month_days(timing: Timing) -> list[str]:
    rule = timing.rule
    if rule.nth_days:
        return [_nth(number) % {"day": weekday_name(day)} for number, day in rule.nth_days]
    numbers = rule.month_days or (timing.first.day,)
    return [_("the last day") if number == -1 else _("day %(number)d") % {"number": number} for number in numbers]


def _nth(number: int) -> str:
    named = {
        1: _("the first %(day)s"),
        2: _("the second %(day)s"),
        3: _("the third %(day)s"),
        4: _("the fourth %(day)s"),
        5: _("the fifth %(day)s"),
        -1: _("the last %(day)s"),
    }
    return named.get(number) or _("%(day)s number %(number)d from the end") % {"day": "%(day)s", "number": -number}


def _end(count: int | None, until: datetime | date | None) -> str:
    if count:
        return ngettext("%(count)d time", "%(count)d times", count) % {"count": count}
    if until is None:
        return ""
    day = until.date() if isinstance(until, datetime) else until
    return _("until %(day)s") % {"day": day_text(day, words=False)}
