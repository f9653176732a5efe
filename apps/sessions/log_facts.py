"""A log as data: for the API, and for the script of the workout page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.sessions.services.log.stamps import stamp_now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from apps.sessions.models import LoggedSet
    from apps.sessions.policies import PlannedSet
    from apps.sessions.training import ExerciseLine, SetLine


def sheet_facts(session_id: UUID, client_id: UUID, lines: Sequence[ExerciseLine]) -> dict[str, Any]:
    """Return a sheet; `stamp` is the server's stamp of now, to set one's own clock by."""
    return {
        "session": str(session_id),
        "client": str(client_id),
        "stamp": stamp_now(),
        "exercises": [_exercise(line) for line in lines],
    }


def _exercise(line: ExerciseLine) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "name": line.name,
        "measure": line.measure,
        "note": line.note,
        "position": line.position,
        "is_planned": not line.is_kept,
        "sets": [_set(part) for part in line.sets],
    }


def _set(part: SetLine) -> dict[str, Any]:
    return {
        "id": str(part.id),
        "number": part.number,
        "is_done": part.is_done,
        **amounts(part.said),
        "last": amounts(part.last) if part.last else None,
    }


def amounts(said: LoggedSet | PlannedSet) -> dict[str, Any]:
    """Return the numbers of a set in grams, millimetres and seconds."""
    return {
        "kind": said.kind,
        "reps": said.reps,
        "load_g": said.load,
        "rpe": float(said.rpe) if said.rpe is not None else None,
        "seconds": said.seconds,
        "distance_mm": said.distance,
        "side": said.side,
        "note": said.note,
    }
