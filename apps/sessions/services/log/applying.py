"""Taking acts into a log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.clients.services.notes import add_note
from apps.common.errors import Conflict, IllegalTransition, InvalidInput, NotFound
from apps.sessions.models import LoggedExercise, LoggedSet, SessionClient, TrainingSession
from apps.sessions.models.states import State
from apps.sessions.services.locking import hold_clients
from apps.sessions.services.log.numbers import MOST_POSITION
from apps.sessions.services.log.operations import ORDER, Operation
from apps.sessions.services.log.stamps import stamp_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from apps.accounts.models import User
    from apps.sessions.models.log import Stamped

TAKES_NO_LOG = frozenset({State.CANCELLED, State.NO_SHOW})


def apply_operations(*, session_id: UUID, client_id: UUID, by: User, operations: Sequence[Operation]) -> None:
    """Take acts into the log of a client in a session: all of them or, where one is refused, none.

    The outcome depends on their stamps alone: neither on the order in which they come nor on how often. The later stamp wins
    for what a row says, and apart from it for whether the row is there. The caller has checked that `by` may see the session.
    Raises NotFound, IllegalTransition where the session takes no log, Conflict for an id that is something else's.
    """
    with transaction.atomic():
        hold_clients([client_id])
        session = _session(session_id, client_id)
        log = _Log.of(session, client_id, by, operations)
        for number, operation in enumerate(operations):
            if operation.name == "observation":
                _observe(client_id, by, operation, number)
            else:
                log.take(operation)
        log.keep()


def _observe(client_id: UUID, by: User, operation: Operation, number: int) -> None:
    """Write down what was seen; who may not is told at this act, so that it does not hold the others back."""
    try:
        add_note(client_id=client_id, by=by, note_id=operation.id, **operation.values)
    except (NotFound, Conflict) as error:
        raise InvalidInput({f"operations.{number}.text": error.message}) from error
    except InvalidInput as error:
        texts = [text for found in error.fields.values() for text in found]
        raise InvalidInput({f"operations.{number}.text": texts}) from error


def _session(session_id: UUID, client_id: UUID) -> TrainingSession:
    place = SessionClient.objects.select_related("session").filter(session=session_id, client=client_id).first()
    if place is None:
        raise NotFound(_("This client has no place in this session."))
    if place.session.state in TAKES_NO_LOG:
        words = {"state": State(place.session.state).label.lower()}
        raise IllegalTransition(_("A session that is %(state)s takes no log.") % words)
    return place.session


@dataclass(slots=True)
class _Log:
    """The rows that acts name, as they become."""

    session: TrainingSession
    client_id: UUID
    by: User
    exercises: dict[UUID, LoggedExercise]
    sets: dict[UUID, LoggedSet]
    changed: set[UUID] = field(default_factory=set)
    fresh: set[UUID] = field(default_factory=set)

    @classmethod
    def of(cls, session: TrainingSession, client_id: UUID, by: User, operations: Iterable[Operation]) -> _Log:
        """Load what the acts name, in two queries. Raises Conflict where an id is of another log."""
        about_sets = [one for one in operations if one.exercise]
        ids = {one.id for one in operations if one.name.endswith("exercise")}
        ids |= {one.exercise for one in about_sets if one.exercise} | {pk for one in operations for pk in one.order}
        exercises = {one.pk: one for one in LoggedExercise.objects.filter(pk__in=ids)} if ids else {}
        wanted = [one.id for one in about_sets]
        sets = {one.pk: one for one in LoggedSet.objects.filter(pk__in=wanted)} if wanted else {}
        is_ours = all((one.session_id, one.client_id) == (session.pk, client_id) for one in exercises.values())
        belongs = all(sets[one.id].exercise_id == one.exercise for one in about_sets if one.id in sets)
        if not is_ours or not belongs:
            raise Conflict(_("One of these ids belongs to something else."))
        return cls(session, client_id, by, exercises, sets)

    def take(self, operation: Operation) -> None:
        if operation.name == ORDER:
            for position, pk in enumerate(operation.order):
                exercise = self._exercise(pk)
                stamp = _stamp(operation, exercise.position_stamp)
                self._note(exercise, is_taken=exercise.place_at(position, stamp=stamp))
            return
        row = self._set(operation) if operation.exercise else self._exercise(operation.id)
        if operation.name in {"set", "exercise"}:
            self._note(row, is_taken=row.say(operation.values, stamp=_stamp(operation, row.stamp)))
            if isinstance(row, LoggedExercise) and operation.position is not None:
                stamp = _stamp(operation, row.position_stamp)
                self._note(row, is_taken=row.place_at(operation.position, stamp=stamp))
        else:
            stamp = _stamp(operation, row.presence_stamp)
            is_deleted = operation.name.startswith("delete")
            self._note(row, is_taken=row.show(is_deleted=is_deleted, stamp=stamp))

    def keep(self) -> None:
        """Write what is new and what changed."""
        tables: tuple[tuple[Any, dict[UUID, Any]], ...] = ((LoggedExercise, self.exercises), (LoggedSet, self.sets))
        for model, rows in tables:
            new = [row for pk, row in rows.items() if pk in self.fresh]
            old = [row for pk, row in rows.items() if pk in self.changed - self.fresh]
            if new:
                model.objects.bulk_create(new)
            if old:
                columns = [column.name for column in model._meta.fields if not column.primary_key]  # noqa: SLF001 - Django's name
                model.objects.bulk_update(old, columns)

    def _exercise(self, pk: UUID) -> LoggedExercise:
        """Return it; one whose own words have not come yet is made without them."""
        if pk not in self.exercises:
            self.fresh.add(pk)
            self.exercises[pk] = LoggedExercise(
                id=pk, session=self.session, client_id=self.client_id, position=MOST_POSITION
            )
        return self.exercises[pk]

    def _set(self, operation: Operation) -> LoggedSet:
        exercise = self._exercise(operation.exercise)  # type: ignore[arg-type] # acts on sets have one
        if operation.id not in self.sets:
            self.fresh.add(operation.id)
            self.sets[operation.id] = LoggedSet(id=operation.id, exercise=exercise)
        return self.sets[operation.id]

    def _note(self, row: Stamped, *, is_taken: bool) -> None:
        if is_taken:
            row.by, row.updated_at = self.by, timezone.now()
            self.changed.add(row.pk)


def _stamp(operation: Operation, known: int) -> int:
    """Return the act's stamp; one that happens on the server is later than what is known."""
    return operation.stamp if operation.stamp is not None else max(stamp_now(), known + 1)
