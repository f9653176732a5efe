"""What the pages of a session say of the hour itself: what everybody did, how it was, and the ways on from there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.clients.permissions import may_see_health
from apps.sessions.log_units import Units
from apps.sessions.training import feedback_of, logs_of

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.sessions.models import LoggedExercise, SessionClient, SessionFeedback, TrainingSession

HELD = frozenset({"in_progress", "completed"})
NO_LOG = frozenset({"cancelled", "no_show"})
type Lines = list[tuple[LoggedExercise, str]]


@dataclass(frozen=True, slots=True)
class Trained:
    """One client's hour; an address that is empty is not offered."""

    title: str
    exercises: Lines
    feedback: SessionFeedback | None
    sees_pain: bool
    log_url: str
    feedback_url: str
    task_url: str

    @property
    def has_something(self) -> bool:
        """There is something to read of the hour, or to do about it."""
        return any((self.exercises, self.feedback, self.log_url, self.feedback_url, self.task_url))


def training_of(user: User, session: TrainingSession) -> list[Trained]:
    """Return what was done and said in a session, client by client, as far as the person may see: at most three queries."""
    if not user.may(Permission.LOG_VIEW) or session.state in NO_LOG:
        return []
    lines: dict[UUID, Lines] = defaultdict(list)
    units = Units.of(user)
    for exercise in logs_of(session.pk):
        words = "; ".join(units.words(one) for one in exercise.sets.all() if one.stamp)
        lines[exercise.client_id].append((exercise, words))
    said = feedback_of(session.pk) if session.state in HELD else {}
    places = list(session.places.all())
    return [_part(user, session, place, lines, said, is_alone=len(places) == 1) for place in places]


def _part(  # noqa: PLR0913 - what is known of one place
    user: User,
    session: TrainingSession,
    place: SessionClient,
    lines: dict[UUID, Lines],
    said: dict[UUID, SessionFeedback],
    *,
    is_alone: bool,
) -> Trained:
    client_id, feedback = place.client_id, said.get(place.client_id)
    query = "" if is_alone else f"?{urlencode({'client': client_id})}"
    may_say = session.state in HELD and user.may(Permission.FEEDBACK_GIVE)
    may_change = may_say and not (feedback and feedback.is_own and user.is_team)
    about = urlencode({"client": client_id, "session": session.pk, "next": reverse("session", args=[session.pk])})
    return Trained(
        title=_title(user, has_log=client_id in lines) if is_alone else place.client.full_name,
        exercises=lines.get(client_id, []),
        feedback=feedback,
        sees_pain=not user.is_team or may_see_health(user),
        log_url=f"{reverse('session_log', args=[session.pk])}{query}" if user.may(Permission.SESSIONS_RUN) else "",
        feedback_url=f"{reverse('session_feedback', args=[session.pk])}{query}" if may_change else "",
        task_url=f"{reverse('task_add')}?{about}" if user.may(Permission.TASKS_DO) else "",
    )


def _title(user: User, *, has_log: bool) -> str:
    if has_log:
        return _("What was done")
    return _("Log") if user.is_team else _("How it was")
