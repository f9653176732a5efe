"""Numbers of sets as people read and type them: kilograms or pounds, metres or yards, minutes and seconds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.accounts.units import LengthUnit, WeightUnit, length_unit, weight_unit
from apps.common.business import current
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apps.accounts.models import User
    from apps.sessions.models import LoggedSet
    from apps.sessions.policies import PlannedSet

GRAMS = {WeightUnit.KG: Decimal(1000), WeightUnit.LB: Decimal("453.59237")}
PLATES = {WeightUnit.KG: Decimal("2.5"), WeightUnit.LB: Decimal(5)}
MILLIMETRES = {LengthUnit.CM: Decimal(1000), LengthUnit.IN: Decimal("914.4")}
MINUTE = 60
LONGEST_TEXT = 12
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,5})\Z")
TIMES, NO_BREAK = "\N{MULTIPLICATION SIGN}", "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Units:
    """What somebody reads and types in."""

    weight: WeightUnit
    length: LengthUnit

    @classmethod
    def of(cls, user: User) -> Units:
        country = current().country
        return cls(weight_unit(user, country), length_unit(user, country))

    @property
    def distance_word(self) -> str:
        return _("m") if self.length == LengthUnit.CM else _("yd")

    @property
    def grams(self) -> Decimal:
        """Return how many grams one of the weight is."""
        return GRAMS[self.weight]

    @property
    def millimetres(self) -> Decimal:
        """Return how many millimetres one of the distance is."""
        return MILLIMETRES[self.length]

    @property
    def plates(self) -> Decimal:
        """Return the step of the buttons: the smallest pair of plates."""
        return PLATES[self.weight]

    def load(self, grams: int | None) -> str:
        return "" if grams is None else _plain(Decimal(grams) / self.grams, "0.01")

    def distance(self, millimetres: int | None) -> str:
        return "" if millimetres is None else _plain(Decimal(millimetres) / self.millimetres, "0.1")

    def short(self, said: LoggedSet | PlannedSet) -> str:
        """Return a set without units: "80 × 5", "12", "0:45", "400, 1:35"."""
        parts = [self.distance(said.distance), clock(said.seconds)]
        counted = f"{NO_BREAK}{TIMES}{NO_BREAK}".join(
            part for part in (self.load(said.load) if said.load else "", _number(said.reps)) if part
        )
        return ", ".join(part for part in (counted, *parts) if part)

    def words(self, said: LoggedSet | PlannedSet) -> str:
        """Return a set with units: "80 kg × 5, RPE 8"."""
        load = f"{self.load(said.load)}{NO_BREAK}{self.weight}" if said.load else ""
        reps = _number(said.reps) if load or said.reps is None else _("%(count)s reps") % {"count": said.reps}
        counted = f"{NO_BREAK}{TIMES}{NO_BREAK}".join(part for part in (load, reps) if part)
        distance = f"{self.distance(said.distance)}{NO_BREAK}{self.distance_word}" if said.distance else ""
        effort = _("RPE %(number)s") % {"number": _plain(said.rpe, "0.1")} if said.rpe is not None else ""
        return ", ".join(part for part in (counted, distance, clock(said.seconds), effort) if part)

    def read(self, typed: Mapping[str, str]) -> dict[str, Any]:
        """Return what was typed as the service takes it. Raises InvalidInput at `load`, `reps`, `time`, `distance`."""
        readers: dict[str, tuple[str, Callable[[str], int | None]]] = {
            "load_g": ("load", lambda text: _read(text, self.grams)),
            "reps": ("reps", _read_whole),
            "seconds": ("time", _read_clock),
            "distance_mm": ("distance", lambda text: _read(text, self.millimetres)),
        }
        values: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for name, (field, reader) in readers.items():
            try:
                values[name] = reader(typed.get(field, "").strip()[:LONGEST_TEXT])
            except ValueError:
                problems[field] = _("“%(text)s” is no number.") % {"text": typed.get(field, "").strip()[:LONGEST_TEXT]}
        if problems:
            raise InvalidInput(problems)
        return values


FIELDS = {"load_g": "load", "seconds": "time", "distance_mm": "distance"}
"""What the page calls a field of the service."""


def clock(seconds: int | None) -> str:
    """Return seconds as minutes and seconds: "1:05"."""
    return "" if seconds is None else f"{seconds // MINUTE}:{seconds % MINUTE:02}"


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _plain(number: Decimal, grain: str) -> str:
    text = f"{number.quantize(Decimal(grain), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _read(text: str, base: Decimal) -> int | None:
    if not text:
        return None
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError from error
    if not number.is_finite() or abs(number) > base * MINUTE * MINUTE:
        raise ValueError
    return int((number * base).quantize(Decimal(1), ROUND_HALF_UP))


def _read_whole(text: str) -> int | None:
    return int(text) if text else None


def _read_clock(text: str) -> int | None:
    if not text:
        return None
    if not (match := CLOCK.match(text)):
        raise ValueError
    return int(match[1] or 0) * MINUTE + int(match[2])
