"""Writing measurements down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.activity.services import publish
from apps.clients.services.finding import find_client
from apps.common.errors import Conflict, InvalidInput
from apps.progress.events import MeasurementsRecorded
from apps.progress.metrics import METRICS
from apps.progress.models import Measurement, MeasurementChange, Source
from apps.progress.services.checking import (
    check_theirs,
    check_writing,
    day_problem,
    diastolic_problem,
    note_problem,
    value_problem,
)
from apps.progress.services.history import change_of, facts_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.models import Client

MOST = 500
type Key = tuple[str, dt.date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A value in the base of its metric, of blood pressure the upper number with the lower beside it, and its day."""

    metric: str
    value: int
    taken_on: dt.date
    note: str = ""
    diastolic: int | None = None


class MeasuredAlready(Conflict):
    """A metric has another value on that day; `existing` are those that would be replaced."""

    code = "measured_already"
    title = gettext_lazy("Measured already on that day")

    def __init__(self, existing: Sequence[Measurement]) -> None:
        self.existing = list(existing)
        rows = [
            {"id": str(one.pk), "metric": one.metric, "taken_on": one.taken_on.isoformat()} for one in self.existing
        ]
        super().__init__(
            _("There is a value for this day already. Say that it is to be replaced."), extra={"existing": rows}
        )


def record_measurements(
    *, client_id: UUID, by: User, readings: Sequence[Reading], replace: bool = False
) -> list[Measurement]:
    """Write down what was measured, all of it or nothing, and return the measurements in the order of the readings.

    A metric has one value a day. The same value again changes nothing; another one is refused with MeasuredAlready
    unless `replace` is given: then the earlier one is kept in the history.

    Raises InvalidInput with the number of the reading ("0.value"), NotFound, NotAllowed, IllegalTransition.
    """
    with transaction.atomic():
        client = find_client(client_id, by, lock=True)
        check_writing(by, client, [reading.metric for reading in readings])
        _check(readings, client, by)
        known = _known(client, readings)
        others = [known[key(one)] for one in readings if key(one) in known and _differs(known[key(one)], one)]
        if others and not replace:
            raise MeasuredAlready(others)
        for measurement in others:
            check_theirs(by, measurement)
        saved = {key(one): _new(one, client, by) for one in readings if key(one) not in known}
        Measurement.objects.bulk_create(saved.values())
        changed = {key(one): known[key(one)] for one in readings if known.get(key(one)) in others}
        _replace(changed, {key(one): one for one in readings}, by)
        if saved or changed:
            _tell(client, [*saved, *changed], by)
    return [(known | saved)[key(one)] for one in readings]


def key(reading: Reading) -> Key:
    return reading.metric, reading.taken_on


def _check(readings: Sequence[Reading], client: Client, by: User) -> None:
    if not readings:
        raise InvalidInput({"non_field_errors": _("Write down at least one value.")})
    if len(readings) > MOST:
        raise InvalidInput({"non_field_errors": _("At most %(most)d at once.") % {"most": MOST}})
    problems: dict[str, str] = {}
    seen: set[Key] = set()
    for number, reading in enumerate(readings):
        said = {
            "metric": "" if reading.metric in METRICS else _("There is no such measure."),
            "value": value_problem(by, reading.metric, reading.value) if reading.metric in METRICS else "",
            "diastolic": diastolic_problem(reading.metric, reading.value, reading.diastolic),
            "taken_on": _("This metric has this day twice.") if key(reading) in seen else "",
            "note": note_problem(reading.note),
        }
        said["taken_on"] = said["taken_on"] or day_problem(reading.taken_on, client)
        seen.add(key(reading))
        problems |= {f"{number}.{name}": text for name, text in said.items() if text}
    if problems:
        raise InvalidInput(problems)


def _known(client: Client, readings: Sequence[Reading]) -> dict[Key, Measurement]:
    """Return what there is for the days of the readings."""
    rows = Measurement.objects.select_for_update().filter(
        client=client, metric__in={one.metric for one in readings}, taken_on__in={one.taken_on for one in readings}
    )
    return {(row.metric, row.taken_on): row for row in rows}


def _differs(measurement: Measurement, reading: Reading) -> bool:
    return (measurement.value, measurement.diastolic) != (reading.value, reading.diastolic) or bool(
        reading.note and measurement.note != reading.note
    )


def _new(reading: Reading, client: Client, by: User) -> Measurement:
    return Measurement(
        client=client,
        metric=reading.metric,
        taken_on=reading.taken_on,
        value=reading.value,
        diastolic=reading.diastolic,
        note=reading.note,
        source=Source.STAFF if by.is_team else Source.CLIENT,
        by=by,
    )


def _replace(changed: dict[Key, Measurement], given: dict[Key, Reading], by: User) -> None:
    changes = []
    for name, measurement in changed.items():
        before = facts_of(measurement)
        measurement.value, measurement.diastolic = given[name].value, given[name].diastolic
        measurement.note = given[name].note or measurement.note
        measurement.source, measurement.by = (Source.STAFF if by.is_team else Source.CLIENT), by
        measurement.updated_at = timezone.now()
        measurement.touch()
        changes.append(change_of(measurement, before=before, after=facts_of(measurement), by=by))
    fields = ["value", "diastolic", "note", "source", "by", "version", "updated_at"]
    Measurement.objects.bulk_update(changed.values(), fields)
    MeasurementChange.objects.bulk_create(changes)


def _tell(client: Client, keys: list[Key], by: User) -> None:
    event = MeasurementsRecorded(
        client_id=str(client.pk),
        metrics=[name for name in METRICS if name in {metric for metric, _day in keys}],
        taken_on=max(day for _metric, day in keys).isoformat(),
        source=Source.STAFF if by.is_team else Source.CLIENT,
    )
    publish(event, actor=by, client_ids=[client.pk])
