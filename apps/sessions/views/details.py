"""The page of one session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.activity.bus import known_events
from apps.sessions.forms import CompletionForm
from apps.sessions.models.states import State
from apps.sessions.policies import own_acts
from apps.sessions.selectors import history_of, sessions_visible_to, title_of, with_people

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.accounts.models import User
    from apps.sessions.models import TrainingSession

TONES = {
    State.SCHEDULED: "info",
    State.IN_PROGRESS: "brand",
    State.COMPLETED: "ok",
    State.CANCELLED: "",
    State.NO_SHOW: "warn",
}
ICONS = {State.SCHEDULED: "calendar", State.IN_PROGRESS: "play", State.CANCELLED: "close"}


class SessionView(PermissionRequired):
    """The team's page of a session, and the client's: what the team wrote for itself is only on the first."""

    permission = Permission.SESSIONS_VIEW

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session = session_for(self.person, pk)
        if not self.person.is_team:
            context = {"session": session, "tone": TONES[State(session.state)], "acts": own_acts(session)}
            return render(request, "sessions/own.html", context)
        return render(request, "sessions/session.html", page_of(self.person, session))


def session_for(user: User, pk: UUID) -> TrainingSession:
    """Return a session with its people. Raises 404 when there is none or the person may not see it."""
    session = with_people(sessions_visible_to(user), user).filter(pk=pk).first()
    if session is None:
        raise Http404
    return session


def page_of(user: User, session: TrainingSession) -> dict[str, Any]:
    """Return what the page shows: only acts that are possible now and allowed to this person are offered."""
    now = timezone.now()
    may_run, may_edit = user.may(Permission.SESSIONS_RUN), user.may(Permission.SESSIONS_EDIT)
    is_scheduled, is_running = session.state == State.SCHEDULED, session.state == State.IN_PROGRESS
    has_begun = is_running or session.starts_at <= now
    return {
        "session": session,
        "title": title_of(session),
        "tone": TONES[State(session.state)],
        "tone_icon": ICONS.get(State(session.state), ""),
        "may_see_clients": user.may(Permission.CLIENTS_VIEW),
        "can_start": may_run and is_scheduled,
        "can_complete": may_run and session.is_open and has_begun,
        "can_miss": may_run and is_scheduled and has_begun,
        "can_note": may_run and session.state != State.CANCELLED,
        "can_move": may_edit and is_scheduled,
        "can_cancel": may_edit and session.is_open,
        "form": CompletionForm(),
        "history": [(known_events()[row.name].from_payload(row.payload), row) for row in history_of(session)],
    }
