"""Logs, feedback and tasks of clients who are made one, exported, or to be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.common.redacting import redacted
from apps.sessions.models import LoggedExercise, LoggedSet, SessionFeedback, Task
from apps.sessions.models.log import THERE
from apps.sessions.models.task import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from apps.clients.policies import Person

MOVING: dict[str, Any] = {"exercises": LoggedExercise, "tasks": Task}


class TrainedClients:
    """Who has a log, feedback or a task is not removed when an import is taken back."""

    def holds(self, client_ids: Sequence[UUID]) -> set[UUID]:
        kinds: tuple[Any, ...] = (LoggedExercise, SessionFeedback, Task)
        return {
            pk for kind in kinds for pk in kind.objects.filter(client__in=client_ids).values_list("client", flat=True)
        }


class MergedTraining:
    """Logs and tasks move; feedback too, but where both spoke of one session the other's stays with the loser."""

    name = "session_log"

    def hold(self, client_ids: Sequence[UUID]) -> None:
        """Nothing comes before the clients here: who writes a log holds its client."""

    def consequences(self, *, loser: UUID, winner: UUID) -> Sequence[str]:
        tasks = Task.objects.filter(client=loser).values("pk")
        count = LoggedExercise.objects.filter(client=loser).values("pk").union(tasks, all=True).count()
        text = ngettext("%(count)d logged exercise or task moves.", "%(count)d logged exercises and tasks move.", count)
        return [text % {"count": count}] if count else []

    def check(self, *, loser: UUID, winner: UUID) -> None:
        """They can always move, or stay."""

    def move(self, *, loser: UUID, winner: UUID) -> dict[str, Any]:
        rows: dict[str, QuerySet[Any]] = {name: kind.objects.filter(client=loser) for name, kind in MOVING.items()}
        rows["feedback"] = SessionFeedback.objects.filter(~Exists(_same_session(winner)), client=loser)
        journal = {name: [str(pk) for pk in found.values_list("pk", flat=True)] for name, found in rows.items()}
        for name, kind in (*MOVING.items(), ("feedback", SessionFeedback)):
            kind.objects.filter(pk__in=journal[name]).update(client=winner)
        return journal

    def put_back(self, journal: dict[str, Any], *, loser: UUID, winner: UUID) -> None:
        for name, kind in (*MOVING.items(), ("feedback", SessionFeedback)):
            kind.objects.filter(pk__in=journal.get(name, []), client=winner).update(client=loser)


class ForgottenTraining:
    """Nothing of them is left: what a body did and where it hurt is about a person or about nobody."""

    name = "session_log"

    def goes(self) -> Sequence[str]:
        return [_("Every logged exercise and set, what they said of sessions, tasks about them.")]

    def stays(self) -> Sequence[str]:
        return []

    def erase(self, person: Person) -> dict[str, int]:
        theirs = Q(client__in=person.client_ids)
        exercises = LoggedExercise.objects.filter(theirs)
        LoggedSet.objects.filter(exercise__in=exercises).delete()
        counts = {
            "logged exercises": exercises.delete()[0],
            "feedback": SessionFeedback.objects.filter(theirs).delete()[0],
            "tasks": Task.objects.filter(theirs).delete()[0],
        }
        named = Q(pk__in=[])
        for word in person.words:
            named |= Q(text__icontains=word)
        for task in Task.objects.filter(named):
            task.text = redacted(task.text, person.words)[:LONGEST_TEXT]
            task.save(update_fields=["text", "updated_at"])
        return counts


class ExportedTraining:
    """Every set by its session, in kilograms and metres, and what was said of sessions; for the team also tasks."""

    name = "session_log"

    def tables(self, client_ids: Sequence[UUID], *, is_own: bool) -> dict[str, list[dict[str, Any]]]:
        sets = LoggedSet.objects.filter(THERE, exercise__is_deleted=False, exercise__client__in=client_ids, stamp__gt=0)
        order = ("exercise__session__starts_at", "exercise__position", "exercise", "number")
        found = {
            "logged_sets": [_set(one) for one in sets.select_related("exercise__session").order_by(*order)],
            "session_feedback": [
                _feedback(one)
                for one in SessionFeedback.objects.filter(client__in=client_ids).order_by("session__starts_at")
            ],
        }
        if not is_own:
            tasks = Task.objects.filter(client__in=client_ids, deleted_at=None).order_by("due_on", "id")
            names = ("id", "text", "due_on", "assignee__full_name", "done_at")
            found["tasks"] = list(tasks.values(*names))
        return found

    def files(self, client_ids: Sequence[UUID]) -> dict[str, str]:
        return {}


def _same_session(client_id: UUID) -> QuerySet[SessionFeedback]:
    return SessionFeedback.objects.filter(client=client_id, session=OuterRef("session"))


def _set(one: LoggedSet) -> dict[str, Any]:
    return {
        "session_id": one.exercise.session_id,
        "starts_at": one.exercise.session.starts_at,
        "exercise": one.exercise.name,
        "exercise_note": one.exercise.note,
        "set": one.number,
        "kind": one.kind,
        "reps": one.reps,
        "load_kg": None if one.load is None else one.load / 1000,
        "rpe": None if one.rpe is None else float(one.rpe),
        "seconds": one.seconds,
        "distance_m": None if one.distance is None else one.distance / 1000,
        "side": one.side,
        "note": one.note,
    }


def _feedback(one: SessionFeedback) -> dict[str, Any]:
    return {
        "session_id": one.session_id,
        "rating": one.rating,
        "effort": None if one.effort is None else float(one.effort),
        "has_pain": one.has_pain,
        "pain_where": one.pain_where,
        "pain_level": one.pain_level,
        "words": one.words,
        "said_by_client": one.is_own,
        "said_at": one.updated_at,
    }
