"""One day as a list of what is, what is free, and where we are. Nothing here asks the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.common.templatetags.formats import clock_text
from apps.sessions.selectors import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.sessions.models import TrainingSession

SHORTEST_GAP = timedelta(hours=1)
CALLED_OFF = {"cancelled", "no_show"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the day: a session, a gap (then `minutes` are free from `at`), or now."""

    at: datetime
    session: TrainingSession | None = None
    title: str = ""
    minutes: int = 0
    is_now: bool = False

    @property
    def free(self) -> str:
        return length_text(self.minutes)


@dataclass(frozen=True, slots=True)
class Day:
    """The sessions of one day in order of time, as seen at `now`."""

    sessions: Sequence[TrainingSession]
    now: datetime
    has_gaps: bool

    @property
    def held(self) -> list[TrainingSession]:
        """Return what takes place: neither cancelled nor missed."""
        return [session for session in self.sessions if session.state not in CALLED_OFF]

    @property
    def rows(self) -> list[Row]:
        rows = [Row(session.starts_at, session, title_of(session)) for session in self.sessions]
        if self.has_gaps:
            rows += self._gaps()
        if rows and min(row.at for row in rows) <= self.now <= max(session.ends_at for session in self.sessions):
            rows.append(Row(self.now, is_now=True))
        return sorted(rows, key=lambda row: (row.at, row.is_now))

    @property
    def current(self) -> TrainingSession | None:
        """The one that runs, else the next to begin."""
        running = [session for session in self.sessions if session.state == "in_progress"]
        coming = [session for session in self.sessions if session.state == "scheduled" and session.ends_at > self.now]
        return next(iter([*running, *coming]), None)

    @property
    def summary(self) -> str:
        """Return "8 sessions, 7 h 30 min booked, free from 12:00 to 14:00"."""
        count = len(self.held)
        if not count:
            return _("Nothing booked")
        minutes = sum(session.duration_minutes for session in self.held)
        parts = [
            ngettext("%(count)d session", "%(count)d sessions", count) % {"count": count},
            _("%(length)s booked") % {"length": length_text(minutes)},
        ]
        if self.has_gaps and (gap := max(self._gaps(), key=lambda row: row.minutes, default=None)):
            words = {"start": clock_text(gap.at), "end": clock_text(gap.at + timedelta(minutes=gap.minutes))}
            parts.append(_("free from %(start)s to %(end)s") % words)
        return ", ".join(parts)

    @property
    def counts(self) -> str:
        """Return "2 done, 1 now, 5 to go"."""
        states = [session.state for session in self.held]
        numbers = [
            (states.count("completed"), _("%(count)d done")),
            (states.count("in_progress"), _("%(count)d now")),
            (states.count("scheduled"), _("%(count)d to go")),
        ]
        return ", ".join(words % {"count": count} for count, words in numbers if count)

    def _gaps(self) -> list[Row]:
        """Return free time between two sessions; what has passed cannot be booked and is left out."""
        gaps: list[Row] = []
        end: datetime | None = None
        for session in self.held:
            start = max(end, self.now) if end else session.starts_at
            if session.starts_at - start >= SHORTEST_GAP:
                gaps.append(Row(start, minutes=int((session.starts_at - start).total_seconds() // 60)))
            end = max(end, session.ends_at) if end else session.ends_at
        return gaps


@dataclass(frozen=True, slots=True)
class Hero:
    """The one loud thing: what runs, or comes next."""

    session: TrainingSession
    now: datetime
    may_see_health: bool

    @property
    def title(self) -> str:
        return title_of(self.session)

    @property
    def is_running(self) -> bool:
        return self.session.state == "in_progress"

    @property
    def minutes(self) -> int:
        """Minutes until the end of what runs, else until the start; negative when that is past."""
        until = self.session.ends_at if self.is_running else self.session.starts_at
        return int((until - self.now).total_seconds() // 60)

    @property
    def length(self) -> str:
        return length_text(abs(self.minutes))

    @property
    def label(self) -> str:
        """Return what the length counts."""
        return self._labels[self.minutes < 0]

    @property
    def clock(self) -> dict[str, Any]:
        """Return what the browser needs to go on counting by itself; times in seconds since 1970."""
        ahead, behind = self._labels
        return {
            "now": self.now.timestamp(),
            "start": self.session.starts_at.timestamp(),
            "end": self.session.ends_at.timestamp(),
            "running": self.is_running,
            "hours": _("%(hours)d h %(minutes)d min"),
            "whole": _("%(hours)d h"),
            "minutes": _("%(minutes)d min"),
            "ahead": ahead,
            "behind": behind,
        }

    @property
    def _labels(self) -> tuple[str, str]:
        return (_("left"), _("over time")) if self.is_running else (_("until it starts"), _("late"))

    @property
    def percent(self) -> int:
        passed = (self.now - self.session.starts_at) / self.session.duration
        return max(0, min(100, round(100 * passed)))

    @property
    def note(self) -> str:
        """Return the health note of a single client, to those who train."""
        places = list(self.session.places.all())
        return places[0].client.health_notes if self.may_see_health and len(places) == 1 else ""


def length_text(minutes: int) -> str:
    """Return "45 min", "2 h" or "7 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    words = {"hours": hours, "minutes": rest}
    return _("%(hours)d h %(minutes)d min") % words if rest else _("%(hours)d h") % words
