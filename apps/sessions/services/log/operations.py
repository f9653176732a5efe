"""What devices send: small acts on a log that may come late, twice and in any order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _

from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import filled, one_line
from apps.common.errors import InvalidInput
from apps.sessions.models.log import LONGEST_NAME, LONGEST_NOTE, Measure, SetKind, Side, key_of
from apps.sessions.services.log import numbers
from apps.sessions.services.log.stamps import furthest

MOST_OPERATIONS = 200

type Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One act. `stamp` None: now, by the server's clock. `exercise` is whose set it is."""

    name: str
    id: UUID
    stamp: int | None = None
    exercise: UUID | None = None
    position: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    order: Sequence[UUID] = ()


def read_operations(raw: object) -> list[Operation]:
    """Read what a device sent. Raises InvalidInput with every complaint at `operations.<number>.<field>`."""
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        raise InvalidInput({"operations": _("A list of operations, please.")})
    if len(raw) > MOST_OPERATIONS:
        raise InvalidInput({"operations": _("At most %(count)d at a time.") % {"count": MOST_OPERATIONS}})
    problems: dict[str, str] = {}
    found = []
    for number, one in enumerate(raw):
        complaints: dict[str, str] = {}
        found.append(_read(one, complaints))
        problems |= {f"operations.{number}.{name}": text for name, text in complaints.items()}
    if problems:
        raise InvalidInput(problems)
    return [one for one in found if one]


def checked_exercise(values: Raw) -> dict[str, Any]:
    """Return what is said of an exercise, checked. Raises InvalidInput by field."""
    said = _checked(EXERCISE, values)
    return said | {"name_key": key_of(said["name"])}


def checked_position(values: Raw) -> int | None:
    """Return the place of an exercise in the order; None where it is not said. Raises InvalidInput at `position`."""
    return cast("int | None", _checked({"position": ("position", numbers.position)}, values)["position"])


def checked_set(values: Raw) -> dict[str, Any]:
    """Return what is said of a set, checked: what is left out is empty. Raises InvalidInput by field."""
    found = _checked(SET, values)
    if all(found[name] is None for name in ("reps", "load", "seconds", "distance")):
        raise InvalidInput({"reps": _("Say what was done: reps, time or distance.")})
    return found


def _read(raw: Raw, complaints: dict[str, str]) -> Operation | None:
    name = raw.get("op")
    if not isinstance(name, str) or name not in NAMES:
        complaints["op"] = _("One of %(names)s.") % {"names": ", ".join(NAMES)}
        return None

    def take(field_name: str, check: Callable[[Any], Any]) -> Any:
        try:
            return check(raw.get(field_name))
        except Refused as refusal:
            complaints[field_name] = refusal.reason
            return None

    pk, stamp = take("id", _uuid), take("stamp", _stamp)
    exercise = take("exercise", _uuid) if name.endswith("set") else None
    order = take("exercises", _uuids) if name == ORDER else ()
    position = take("position", numbers.position) if name == "exercise" else None
    try:
        values = READERS[name](raw) if name in READERS else {}
    except InvalidInput as error:
        complaints |= {known: texts[0] for known, texts in error.fields.items()}
        return None
    if complaints:
        return None
    return Operation(name=name, id=pk, stamp=stamp, exercise=exercise, position=position, values=values, order=order)


def _checked(checks: Mapping[str, tuple[str, Callable[[Any], Any]]], given: Raw) -> dict[str, Any]:
    values, problems = {}, {}
    for public, (name, check) in checks.items():
        try:
            values[name] = check(given.get(public))
        except Refused as refusal:
            problems[public] = refusal.reason
    if problems:
        raise InvalidInput(problems)
    return values


def _observed(raw: Raw) -> dict[str, Any]:
    text = raw.get("text")
    if not isinstance(text, str) or not text.strip():
        raise InvalidInput({"text": _("Write something first.")})
    return {"body": text, "about_health": raw.get("about_health") is True}


def _text(longest: int) -> Callable[[Any], str]:
    return lambda value: one_line(value if isinstance(value, str) else "", longest=longest)


def _one_of(known: Sequence[str], usual: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value is None:
            return usual
        if value not in known:
            raise Refused(_("One of %(names)s.") % {"names": ", ".join(one for one in known if one)})
        return str(value)

    return check


def _uuid(value: Any) -> UUID:
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError as error:
        raise Refused(_("A UUID, please.")) from error


def _uuids(value: Any) -> list[UUID]:
    if not isinstance(value, list) or len(value) > numbers.MOST_POSITION:
        raise Refused(_("At most %(count)d ids.") % {"count": numbers.MOST_POSITION})
    return [_uuid(one) for one in value]


def _stamp(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise Refused(_("A whole number above zero, please."))
    if value > furthest():
        raise Refused(_("This clock is more than a day ahead."))
    return value


EXERCISE: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "name": ("name", lambda name: filled(_text(LONGEST_NAME)(name), _("Say which exercise."))),
    "measure": ("measure", _one_of(Measure.values, Measure.LOAD)),
    "note": ("note", _text(LONGEST_NOTE)),
}
SET: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "number": ("number", numbers.place),
    "kind": ("kind", _one_of(SetKind.values, SetKind.WORK)),
    "reps": ("reps", numbers.reps),
    "load_g": ("load", numbers.grams),
    "rpe": ("rpe", numbers.rpe),
    "seconds": ("seconds", numbers.seconds),
    "distance_mm": ("distance", numbers.millimetres),
    "side": ("side", _one_of(Side.values, "")),
    "note": ("note", _text(LONGEST_NOTE)),
}
ORDER = "order"
READERS: dict[str, Callable[[Raw], dict[str, Any]]] = {
    "exercise": checked_exercise,
    "set": checked_set,
    "observation": _observed,
}
NAMES = (*READERS, "delete_set", "restore_set", "delete_exercise", "restore_exercise", ORDER)
