"""Reading logs: what was done, what is planned, and what it was last time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db.models import Prefetch

from apps.sessions.models import LoggedExercise, LoggedSet, SessionFeedback
from apps.sessions.models.log import THERE, key_of
from apps.sessions.policies import Planned, PlannedSet, planned_by_rooms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from apps.sessions.models import TrainingSession

MOST_REMEMBERED, MOST_NAMES, NAMES_FROM = 80, 150, 2_000


@dataclass(slots=True)
class SetLine:
    """One set of a sheet: as logged, else as planned. `last` is the same set last time."""

    id: UUID
    number: int
    said: LoggedSet | PlannedSet
    is_done: bool
    last: LoggedSet | None = None
    is_current: bool = False


@dataclass(slots=True)
class ExerciseLine:
    """One exercise of a sheet. `is_kept`: it is in the log, not only planned."""

    id: UUID
    name: str
    measure: str
    note: str
    is_kept: bool
    position: int
    last: Sequence[LoggedSet] = ()
    sets: list[SetLine] = field(default_factory=list)

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.sets)

    @property
    def is_done(self) -> bool:
        return bool(self.sets) and self.done == len(self.sets)


def log_of(session_id: UUID, client_id: UUID) -> list[LoggedExercise]:
    """Return the exercises that a client did in a session with their sets, in order: two queries."""
    rows = LoggedExercise.objects.filter(THERE, session=session_id, client=client_id).exclude(name="")
    return list(_with_sets(rows).order_by("position", "id"))


def logs_of(session_id: UUID) -> list[LoggedExercise]:
    """Return what everybody did in a session, by client: two queries."""
    rows = LoggedExercise.objects.filter(THERE, session=session_id).exclude(name="")
    return list(_with_sets(rows).order_by("client", "position", "id"))


def remembered(session: TrainingSession, client_id: UUID) -> list[LoggedExercise]:
    """Return what the client did in the sessions before this one, the latest first: two queries."""
    rows = LoggedExercise.objects.filter(THERE, client=client_id, session__starts_at__lt=session.starts_at)
    rows = rows.exclude(name="").exclude(session=session.pk).select_related("session")
    return list(_with_sets(rows).order_by("-session__starts_at", "position", "id")[:MOST_REMEMBERED])


def names_in_use() -> list[str]:
    """Return names of exercises that this business logged lately, the most used first."""
    lately = LoggedExercise.objects.exclude(name="").order_by("-created_at").values_list("name", flat=True)[:NAMES_FROM]
    counted = Counter(lately)
    found: dict[str, str] = {}
    for name, _count in counted.most_common():
        found.setdefault(key_of(name), name)
    return list(found.values())[:MOST_NAMES]


def last_times(earlier: Iterable[LoggedExercise]) -> dict[str, LoggedExercise]:
    """Return the latest of each exercise by the key of its name, of those that have sets."""
    found: dict[str, LoggedExercise] = {}
    for exercise in earlier:
        if exercise.sets.all():
            found.setdefault(exercise.name_key, exercise)
    return found


def plan_for(session: TrainingSession, client_id: UUID, earlier: Sequence[LoggedExercise]) -> list[Planned]:
    """Return what is planned: by a room above, else as in the last session of the same title, else in the last one."""
    if (plan := planned_by_rooms(session, client_id)) is not None:
        return plan
    same = [one for one in earlier if session.title and one.session.title == session.title]
    pattern = (same or list(earlier))[:1]
    chosen = [one for one in earlier if pattern and one.session_id == pattern[0].session_id]
    return [_as_plan(one) for one in chosen if one.sets.all()]


def sheet_of(
    session: TrainingSession, client_id: UUID, *, logged: Sequence[LoggedExercise], earlier: Sequence[LoggedExercise]
) -> list[ExerciseLine]:
    """Return the exercises of a session as a sheet to fill in: what is logged, and what is planned and open yet.

    What is planned has ids made from its place, so that two devices which log the same planned set mean one set. What was
    deleted stays away. `logged`: all rows of this log, deleted ones too.
    """
    last = last_times(earlier)
    known = {one.pk: one for one in logged}
    lines = [_logged_line(one, last) for one in logged if one.name and not one.is_deleted]
    by_id = {line.id: line for line in lines}
    times: Counter[str] = Counter()
    for position, planned in enumerate(plan_for(session, client_id, earlier) if session.is_open else []):
        key = key_of(planned.name)
        times[key] += 1
        pk = uuid5(session.pk, f"{client_id}:{key}:{times[key]}")
        row = known.get(pk)
        if row is not None and row.is_deleted:
            continue
        if pk not in by_id:
            by_id[pk] = _planned_line(pk, planned, position, last)
            lines.append(by_id[pk])
        _add_open_sets(by_id[pk], planned, row)
    lines.sort(key=lambda line: (line.position, line.id))
    _mark_current(lines)
    return lines


def whole_log(session_id: UUID, client_id: UUID) -> list[LoggedExercise]:
    """Return all rows of a log, deleted ones and their deleted sets too: two queries."""
    rows = LoggedExercise.objects.filter(session=session_id, client=client_id)
    return list(rows.prefetch_related(Prefetch("sets", LoggedSet.objects.order_by("number", "id"))))


def _with_sets(rows: QuerySet[LoggedExercise]) -> QuerySet[LoggedExercise]:
    return rows.prefetch_related(Prefetch("sets", LoggedSet.objects.filter(THERE).order_by("number", "id")))


def _as_plan(exercise: LoggedExercise) -> Planned:
    sets = [
        PlannedSet(kind=one.kind, reps=one.reps, load=one.load, seconds=one.seconds, distance=one.distance)
        for one in exercise.sets.all()
    ]
    return Planned(name=exercise.name, measure=exercise.measure, sets=sets)


def _logged_line(exercise: LoggedExercise, last: dict[str, LoggedExercise]) -> ExerciseLine:
    before = _sets_of(last.get(exercise.name_key))
    shown = [one for one in exercise.sets.all() if not one.is_deleted and one.stamp]
    lines = [SetLine(one.pk, one.number, one, is_done=True, last=_nth(before, one.number)) for one in shown]
    return ExerciseLine(
        id=exercise.pk,
        name=exercise.name,
        measure=exercise.measure,
        note=exercise.note,
        is_kept=True,
        position=exercise.position,
        last=before,
        sets=lines,
    )


def _planned_line(pk: UUID, planned: Planned, position: int, last: dict[str, LoggedExercise]) -> ExerciseLine:
    before = _sets_of(last.get(key_of(planned.name)))
    return ExerciseLine(
        id=pk,
        name=planned.name,
        measure=planned.measure,
        note=planned.note,
        is_kept=False,
        position=position,
        last=before,
    )


def _add_open_sets(line: ExerciseLine, planned: Planned, row: LoggedExercise | None) -> None:
    known = {one.pk for one in row.sets.all()} if row else set()
    for number, one in enumerate(planned.sets, start=1):
        pk = uuid5(line.id, str(number))
        if pk not in known:
            line.sets.append(SetLine(pk, number, one, is_done=False, last=_nth(line.last, number)))
    line.sets.sort(key=lambda part: (part.number, part.id))


def _mark_current(lines: Sequence[ExerciseLine]) -> None:
    for line in lines:
        for part in line.sets:
            if not part.is_done:
                part.is_current = True
                return


def _sets_of(exercise: LoggedExercise | None) -> list[LoggedSet]:
    return list(exercise.sets.all()) if exercise else []


def _nth(sets: Sequence[LoggedSet], number: int) -> LoggedSet | None:
    return sets[number - 1] if 0 < number <= len(sets) else None


def feedback_of(session_id: UUID) -> dict[UUID, SessionFeedback]:
    """Return what was said of a session, by client."""
    return {one.client_id: one for one in SessionFeedback.objects.filter(session=session_id).select_related("by")}
