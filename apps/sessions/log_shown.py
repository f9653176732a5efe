"""A sheet in the words and units of whoever fills it in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.common.ids import uuid7
from apps.sessions.log_facts import amounts
from apps.sessions.log_units import clock
from apps.sessions.models.log import Measure, SetKind, Side
from apps.sessions.policies import PlannedSet
from apps.sessions.training import ExerciseLine, SetLine, last_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from apps.sessions.log_units import Units
    from apps.sessions.models import LoggedExercise

RPE = [str(half / 2).removesuffix(".0") for half in range(12, 21)]
BLANK, BLANK_NUMBER = "-id-", "-number-"
"""Stand for an id and for a set's number in what a script makes rows from."""


@dataclass(frozen=True, slots=True)
class ShownSet:
    """One set. What was typed and refused stands in it with the complaints."""

    line: SetLine
    units: Units
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        said = self.line.said
        return {
            "load": self.units.load(said.load),
            "reps": "" if said.reps is None else str(said.reps),
            "time": clock(said.seconds),
            "distance": self.units.distance(said.distance),
            "kind": said.kind,
            "rpe": "" if said.rpe is None else f"{said.rpe:f}".removesuffix(".0"),
            "side": said.side,
            "note": said.note,
        } | dict(self.typed)

    @property
    def last(self) -> str:
        return self.units.short(self.line.last) if self.line.last else ""

    @property
    def complaint(self) -> str:
        return " ".join(self.errors.values())


@dataclass(frozen=True, slots=True)
class ShownExercise:
    """One exercise with its sets."""

    line: ExerciseLine
    sets: Sequence[ShownSet]
    next_id: UUID = field(default_factory=uuid7)

    @property
    def next_number(self) -> int:
        numbers: list[Any] = [part.line.number for part in self.sets]
        return max((number for number in numbers if number != BLANK_NUMBER), default=0) + 1

    @property
    def share(self) -> str:
        """Return how far it is as a class: full, half or none."""
        return "is-full" if self.line.is_done else "is-half" if self.line.done else ""


def shown_sheet(
    lines: Iterable[ExerciseLine], units: Units, *, refused: str = "", typed: Any = None, errors: Any = None
) -> list[ShownExercise]:
    """Return the sheet; `refused` is the set that was sent and not taken."""

    def shown(part: SetLine) -> ShownSet:
        return ShownSet(part, units, typed, errors) if str(part.id) == refused else ShownSet(part, units)

    return [ShownExercise(line, [shown(part) for part in line.sets]) for line in lines]


def blank(units: Units) -> ShownExercise:
    """Return what a script makes new rows from."""
    part: Any = SetLine(BLANK, BLANK_NUMBER, PlannedSet(), is_done=False)  # type: ignore[arg-type] # no id yet
    line: Any = ExerciseLine(BLANK, "", Measure.LOAD, "", is_kept=False, position=0, sets=[part])  # type: ignore[arg-type]
    return ShownExercise(line, [ShownSet(part, units)])


def memory(earlier: Iterable[LoggedExercise]) -> dict[str, Any]:
    """Return the last time of every exercise the client did, for a script that adds one without asking the server."""
    return {
        key: {"name": one.name, "measure": one.measure, "sets": [amounts(done) for done in one.sets.all()]}
        for key, one in last_times(earlier).items()
    }


def choices(units: Units) -> dict[str, Any]:
    """Return what a set and an exercise can be, and what its buttons count."""
    steps = [("load", units.weight), ("reps", _("Reps")), ("distance", units.distance_word), ("time", _("Time"))]
    return {
        "step_names": steps,
        "kinds": SetKind.choices,
        "efforts": RPE,
        "sides": [*Side.choices],
        "measures": Measure.choices,
        "nothing": _("Not said"),
    }
