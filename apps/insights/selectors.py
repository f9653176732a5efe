"""Numbers of the recent weeks, and who needs attention. Everything starts from what the person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek
from django.utils import timezone

from apps.clients.selectors import clients_visible_to, present
from apps.clients.selectors.risk import Look, at_risk, longest_away_first
from apps.sessions.selectors import (
    attended,
    bounds,
    came,
    held,
    sessions_between,
    sessions_visible_to,
    taking_place,
)
from apps.sessions.todo import to_do

if TYPE_CHECKING:
    from datetime import date

    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession
    from apps.sessions.todo import ToDo

WEEKS = 8
MOST_LISTED = 50
COUNTED: tuple[Literal["booked", "done", "missed", "trained"], ...] = ("booked", "done", "missed", "trained")


@dataclass(frozen=True, slots=True)
class Week:
    """Counts of one week, from Monday. `missed` are no-shows and what clients called off."""

    monday: date
    booked: int = 0
    done: int = 0
    missed: int = 0
    trained: int = 0
    joined: int = 0

    @property
    def attendance(self) -> int | None:
        """Percent of the sessions held of those held or missed; None when there were neither."""
        return round(100 * self.done / (self.done + self.missed)) if self.done + self.missed else None


@dataclass(frozen=True, slots=True)
class Numbers:
    """The last weeks, oldest first; this week is the last. `active` counts the clients who are active now."""

    weeks: list[Week]
    active: int
    clients: int

    @property
    def this_week(self) -> Week:
        return self.weeks[-1]

    @property
    def attendance_change(self) -> int | None:
        """Points against the weeks before, taken together."""
        done = sum(week.done for week in self.weeks[:-1])
        missed = sum(week.missed for week in self.weeks[:-1])
        now = self.this_week.attendance
        return now - round(100 * done / (done + missed)) if now is not None and done + missed else None


@dataclass(frozen=True, slots=True)
class Today:
    """The sessions of today: one's own, or everybody's where one sees them."""

    sessions: list[TrainingSession]
    is_everybody: bool
    has_others: bool
    everything: list[TrainingSession]

    def next_end(self, now: datetime) -> datetime | None:
        """Return when the next session ends, anybody's: from then on somebody has to say how it went."""
        return min((session.ends_at for session in self.everything if session.ends_at > now), default=None)


def today_of(user: User, who: str) -> Today:
    """Return today's sessions. `who` is "all" or "me"; else whoever trains sees their own, unless they have none."""
    everything = list(sessions_between(user, *bounds([timezone.localdate()])))
    mine = [session for session in everything if session.trainer_id == user.pk]
    is_asked = who in {"all", "me"}
    is_everybody = who == "all" if is_asked else not user.is_coach or (bool(everything) and not mine)
    shown = everything if is_everybody else mine
    return Today(shown, is_everybody, has_others=len(everything) > len(mine), everything=everything)


def numbers_for(user: User, today: date) -> Numbers:
    """Count in two queries."""
    mondays = [today - timedelta(days=today.weekday(), weeks=back) for back in range(WEEKS - 1, -1, -1)]
    sessions = _sessions_by_week(user, mondays)
    clients = _clients_by_week(user, mondays)
    weeks = [
        Week(monday=monday, joined=clients[f"joined_{number}"], **sessions.get(monday, {}))
        for number, monday in enumerate(mondays)
    ]
    return Numbers(weeks=weeks, active=clients["active"], clients=clients["everybody"])


def quiet_clients(user: User, now: datetime) -> list[Client]:
    """Return clients at risk, longest away first."""
    found = at_risk(clients_visible_to(user), Look.at(now))
    return list(longest_away_first(found)[:MOST_LISTED])


def to_do_for(user: User, *, is_everybody: bool) -> list[ToDo]:
    """Return what is to be done by today, tasks and contacts to follow up: one's own, or everybody's as the day is."""
    own = user.is_coach and not is_everybody
    return to_do(user, timezone.localdate(), own=own, most=MOST_LISTED)


def _sessions_by_week(user: User, mondays: list[date]) -> dict[date, dict[str, int]]:
    zone = timezone.get_current_timezone()
    first = datetime.combine(mondays[0], time(0), zone)
    last = datetime.combine(mondays[-1] + timedelta(weeks=1), time(0), zone)
    rows = (
        sessions_visible_to(user)
        .filter(starts_at__gte=first, starts_at__lt=last)
        .annotate(week=TruncWeek("starts_at"))
        .values("week")
        .order_by("week")
        .annotate(
            booked=Count("pk", filter=taking_place() | attended(), distinct=True),
            done=Count("pk", filter=held(), distinct=True),
            missed=Count("pk", filter=attended() & ~held(), distinct=True),
            trained=Count("places__client", filter=held() & came(), distinct=True),
        )
    )
    return {row["week"].date(): {name: row[name] for name in COUNTED} for row in rows}


def _clients_by_week(user: User, mondays: list[date]) -> dict[str, int]:
    counts: dict[str, Any] = {
        f"joined_{number}": Count(
            "pk", filter=Q(member_since__gte=monday, member_since__lt=monday + timedelta(weeks=1))
        )
        for number, monday in enumerate(mondays)
    }
    clients = present(clients_visible_to(user)).order_by()
    return clients.aggregate(active=Count("pk", filter=Q(status="active")), everybody=Count("pk"), **counts)
