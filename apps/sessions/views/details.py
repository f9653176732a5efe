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
from apps.sessions.group_events import SessionClientRemoved
from apps.sessions.models.session import CORRECTABLE_FOR
from apps.sessions.models.states import Kind, State
from apps.sessions.policies import own_acts
from apps.sessions.recurrence.words import words_of_rule
from apps.sessions.selectors import history_of, names_in, sessions_visible_to, title_of, waiting_for, with_people
from apps.sessions.services.settling import credit_words
from apps.sessions.trained import training_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.accounts.models import User
    from apps.activity.events import Event
    from apps.activity.models import Activity
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
            context = {"session": session, "tone": TONES[State(session.state)], "acts": own_acts(self.person, session)}
            return render(request, "sessions/own.html", {**context, "training": training_of(self.person, session)})
        return render(request, "sessions/session.html", page_of(self.person, session))


def session_for(user: User, pk: UUID) -> TrainingSession:
    """Return a session with its people. Raises 404 when there is none or the person may not see it."""
    session = with_people(sessions_visible_to(user), user).select_related("series").filter(pk=pk).first()
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
        "can_correct": may_run and is_correctable(session, now),
        "credit": credit_words(session),
        "can_decide": user.may(Permission.SESSIONS_SETTLE) and bool(credit_words(session)),
        **_group(user, session, now),
        "form": CompletionForm(),
        "repeats": words_of_rule(session.series.timing) if session.series else "",
        "history": _history(session),
        "training": training_of(user, session),
    }


def _group(user: User, session: TrainingSession, at: datetime) -> dict[str, Any]:
    """Return what the page of a group shows of its people; nothing for other sessions."""
    if session.kind != Kind.GROUP:
        return {}
    may_edit, is_scheduled = user.may(Permission.SESSIONS_EDIT), session.state == State.SCHEDULED
    has_begun = session.starts_at <= at or not is_scheduled
    return {
        "waiting": list(waiting_for(session)) if session.capacity and is_scheduled else [],
        "can_change_group": may_edit and session.is_open,
        "can_remove": may_edit and is_scheduled,
        "can_take_attendance": user.may(Permission.SESSIONS_RUN)
        and has_begun
        and (session.is_open or session.state == State.COMPLETED),
    }


def _history(session: TrainingSession) -> list[tuple[Event, Activity, str]]:
    """Return what happened, and of events about one client of a group who that is."""
    rows = list(history_of(session))
    is_of_places = session.kind == Kind.GROUP or any(row.name == SessionClientRemoved.name for row in rows)
    names = names_in(session, rows) if is_of_places else {}
    told = known_events()
    return [
        (told[row.name].from_payload(row.payload), row, names.get(row.payload.get("client_id"), "")) for row in rows
    ]


def is_correctable(session: TrainingSession, at: datetime) -> bool:
    """Say whether what was said of it can still be taken back."""
    said_at = {State.COMPLETED: session.completed_at, State.NO_SHOW: session.missed_at}.get(State(session.state))
    return said_at is not None and at - said_at <= CORRECTABLE_FOR
