"""What stands around the day and rests on the whole business: the weeks' numbers, what waits, who has gone quiet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.common.kept import kept, placeholder
from apps.insights.attention import tasks_for
from apps.insights.selectors import Numbers, numbers_for, quiet_clients, to_do_for
from apps.sessions.selectors import sessions_visible_to, unfinished

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from apps.accounts.models import User
    from apps.common.kept import Drawn
    from apps.insights.selectors import Today

MOST_SHOWN, MOST_TO_DO = 5, 8
MOST_KEPT = 10 * 60.0


@dataclass(frozen=True)
class Beside:
    """For one person, as of `now`; where the day is everybody's, with what others have to do."""

    user: User
    now: datetime
    today: Today

    @cached_property
    def numbers(self) -> Numbers:
        return numbers_for(self.user, timezone.localdate())

    def pieces(self) -> Mapping[str, str] | None:
        """Return `numbers` and `waiting` as markup; None for a business that has yet to begin, see `first_steps`."""
        parts = (self.user.pk, timezone.localdate(), self.today.is_everybody)
        return kept("today", parts, self._drawn)

    def first_steps(self) -> list[dict[str, Any]]:
        """Return what a new business does first, with what is done; empty once there are clients and a session."""
        has_clients = self.numbers.clients > 0
        has_sessions = any(week.booked for week in self.numbers.weeks) or sessions_visible_to(self.user).exists()
        if has_clients and has_sessions:
            return []
        return [
            {"title": title, "note": note, "url": reverse(name), "is_done": is_done}
            for title, note, name, permission, is_done in _steps(has_clients=has_clients, has_sessions=has_sessions)
            if self.user.may(permission)
        ]

    def _drawn(self) -> Drawn | None:
        if self.first_steps():
            return None
        pieces = {
            "numbers": render_to_string("insights/_numbers.html", self._weeks()),
            "waiting": render_to_string("insights/_waiting.html", self._waiting()),
        }
        return pieces, self._stays_true_for()

    def _stays_true_for(self) -> float:
        """Return the seconds until a session ends, which will have to be finished; at most MOST_KEPT."""
        end = self.today.next_end(self.now)
        return min(MOST_KEPT, (end - self.now).total_seconds()) if end else MOST_KEPT

    def _weeks(self) -> dict[str, Any]:
        numbers = self.numbers
        return {
            "numbers": numbers,
            "sparks": _sparks(numbers),
            "attendance_change": _change(numbers),
            "attendance_is_up": (numbers.attendance_change or 0) > 0,
        }

    def _waiting(self) -> dict[str, Any]:
        quiet = quiet_clients(self.user, self.now) if self.user.may(Permission.CLIENTS_VIEW) else []
        to_do = to_do_for(self.user, is_everybody=self.today.is_everybody)
        return {
            "csrf_token": placeholder(),
            "now": self.now,
            "active": self.numbers.active,
            "tasks": tasks_for(self.user, self.now),
            "quiet": quiet[:MOST_SHOWN],
            "quiet_count": len(quiet),
            "to_do": to_do[:MOST_TO_DO],
            "to_do_count": len(to_do),
            "is_everybody": self.today.is_everybody,
            "open_ones": list(unfinished(self.user, self.now)[:MOST_SHOWN]),
            "may_run": self.user.may(Permission.SESSIONS_RUN),
        }


def _steps(*, has_clients: bool, has_sessions: bool) -> list[tuple[str, str, str, Permission, bool]]:
    """Return title, note, page, the permission it takes, whether it is done."""
    return [
        (_("Add your first client"), _("A name is enough."), "client_add", Permission.CLIENTS_EDIT, has_clients),
        (
            _("Or bring your list"),
            _("A CSV from any other system."),
            "client_imports",
            Permission.CLIENTS_IMPORT,
            False,
        ),
        (_("Invite your team"), _("They get a link by mail."), "team", Permission.TEAM_INVITE, False),
        (
            _("Book a session"),
            _("It stands here and in the calendar."),
            "session_new",
            Permission.SESSIONS_EDIT,
            has_sessions,
        ),
    ]


def _sparks(numbers: Numbers) -> dict[str, list[int]]:
    """Return the weeks as lines. Weeks without any attendance to speak of leave a gap out of the line."""
    weeks = numbers.weeks
    return {
        "done": [week.done for week in weeks],
        "attendance": [week.attendance for week in weeks if week.attendance is not None],
        "trained": [week.trained for week in weeks],
        "joined": [week.joined for week in weeks],
    }


def _change(numbers: Numbers) -> str:
    change = numbers.attendance_change
    if not change:
        return ""
    return _("%(change)s pts") % {"change": f"+{change}" if change > 0 else f"\N{MINUS SIGN}{-change}"}
