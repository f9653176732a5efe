"""One act at a time, by the server's clock: for pages without scripts and for single calls of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.common.ids import uuid7
from apps.sessions.services.log.applying import apply_operations
from apps.sessions.services.log.operations import ORDER, Operation, checked_exercise, checked_position, checked_set

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from apps.accounts.models import User


def add_exercise(
    *, session_id: UUID, client_id: UUID, by: User, values: Mapping[str, Any], exercise_id: UUID | None = None
) -> UUID:
    """Write down an exercise, or say something else of it: `name`, `measure`, `note`. The same id again is the same exercise.

    Raises InvalidInput by field, and what `apply_operations` raises.
    """
    said, place = checked_exercise(values), checked_position(values)
    operation = Operation(name="exercise", id=exercise_id or uuid7(), values=said, position=place)
    apply_operations(session_id=session_id, client_id=client_id, by=by, operations=[operation])
    return operation.id


def log_set(  # noqa: PLR0913 - a set has these parts
    *,
    session_id: UUID,
    client_id: UUID,
    by: User,
    exercise_id: UUID,
    values: Mapping[str, Any],
    set_id: UUID | None = None,
) -> UUID:
    """Log a set, or say something else of it: `number`, `kind`, `reps`, `load_g`, `rpe`, `seconds`, `distance_mm`, `side`, `note`.

    The same id again is the same set. Raises InvalidInput by field, and what `apply_operations` raises.
    """
    operation = Operation(name="set", id=set_id or uuid7(), exercise=exercise_id, values=checked_set(values))
    apply_operations(session_id=session_id, client_id=client_id, by=by, operations=[operation])
    return operation.id


def delete_set(  # noqa: PLR0913 - a set has these parts
    *, session_id: UUID, client_id: UUID, by: User, exercise_id: UUID, set_id: UUID, is_deleted: bool = True
) -> None:
    """Delete a set, or bring it back. Again does nothing."""
    name = "delete_set" if is_deleted else "restore_set"
    operation = Operation(name=name, id=set_id, exercise=exercise_id)
    apply_operations(session_id=session_id, client_id=client_id, by=by, operations=[operation])


def delete_exercise(*, session_id: UUID, client_id: UUID, by: User, exercise_id: UUID, is_deleted: bool = True) -> None:
    """Delete an exercise with its sets, or bring it back with them. Again does nothing."""
    name = "delete_exercise" if is_deleted else "restore_exercise"
    apply_operations(
        session_id=session_id, client_id=client_id, by=by, operations=[Operation(name=name, id=exercise_id)]
    )


def order_exercises(*, session_id: UUID, client_id: UUID, by: User, exercise_ids: Sequence[UUID]) -> None:
    """Put the exercises of a log into this order."""
    operation = Operation(name=ORDER, id=uuid7(), order=exercise_ids)
    apply_operations(session_id=session_id, client_id=client_id, by=by, operations=[operation])
