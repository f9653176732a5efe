"""Correcting a measurement, deleting it, and taking a deletion back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.activity.services import publish
from apps.clients.selectors import clients_visible_to
from apps.clients.services.finding import find_client
from apps.common.errors import Conflict, InvalidInput, NotAllowed, NotFound
from apps.progress.events import MeasurementChanged, MeasurementDeleted, MeasurementRestored
from apps.progress.models import Measurement, MeasurementChange
from apps.progress.selectors import measurements_kept_by, measurements_visible_to
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
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.models import Client


def change_measurement(  # noqa: PLR0913 - what can be corrected, each by its name
    *,
    measurement_id: UUID,
    by: User,
    expected_version: int | None = None,
    value: int | None = None,
    diastolic: int | None = None,
    taken_on: dt.date | None = None,
    note: str | None = None,
) -> Measurement:
    """Correct what is given and return the measurement; nothing is written when nothing differs.

    Raises NotFound, StaleVersion, NotAllowed, IllegalTransition for an archived client, InvalidInput by field, also for a
    day that has a value of this metric already.
    """
    with transaction.atomic():
        client, measurement = _held(measurement_id, by)
        measurement.check_version(expected_version)
        before = facts_of(measurement)
        measurement.value = measurement.value if value is None else value
        measurement.diastolic = measurement.diastolic if diastolic is None else diastolic
        measurement.taken_on = taken_on or measurement.taken_on
        measurement.note = measurement.note if note is None else note
        if facts_of(measurement) != before:
            _check(measurement, client, by)
            measurement.touch()
            measurement.save()
            change_of(measurement, before=before, after=facts_of(measurement), by=by).save()
            publish(MeasurementChanged(**_facts(measurement)), actor=by, client_ids=[client.pk])
    return measurement


def delete_measurement(*, measurement_id: UUID, by: User, expected_version: int | None = None) -> MeasurementChange:
    """Delete a measurement and return the change by which it can come back. Raises what `change_measurement` does."""
    with transaction.atomic():
        client, measurement = _held(measurement_id, by)
        measurement.check_version(expected_version)
        change = change_of(measurement, before=facts_of(measurement), after=None, by=by)
        change.save()
        event = MeasurementDeleted(**_facts(measurement))
        measurement.delete()
        publish(event, actor=by, client_ids=[client.pk])
    return change


def restore_measurement(*, change_id: UUID, by: User) -> Measurement:
    """Take a deletion back; again changes nothing. Raises NotFound, NotAllowed, and Conflict when the day has another value."""
    with transaction.atomic():
        visible = clients_visible_to(by).order_by().select_related(None)
        deletion = MeasurementChange.objects.filter(pk=change_id, after__isnull=True, client__in=visible).first()
        if deletion is None or not by.may(Permission.MEASUREMENTS_VIEW):
            raise NotFound(_("There is no such measurement."))
        client = find_client(deletion.client_id, by, lock=True)
        check_writing(by, client, [deletion.metric])
        measurement = _as_it_was(deletion)
        check_theirs(by, measurement)
        if there := Measurement.objects.filter(pk=measurement.pk).first():
            return there
        if _others(measurement):
            raise Conflict(_("This day has another value by now."))
        measurement.save(force_insert=True)
        change_of(measurement, before=None, after=facts_of(measurement), by=by).save()
        publish(MeasurementRestored(**_facts(measurement)), actor=by, client_ids=[client.pk])
    return measurement


def restore_deleted(*, measurement_id: UUID, by: User) -> Measurement:
    """Take the last deletion of a measurement back, as `restore_measurement` does; one that was never deleted is as unknown as none."""
    changes = MeasurementChange.objects.filter(measurement=measurement_id, after__isnull=True).order_by("-id")
    deletion = changes.values_list("pk", flat=True).first()
    if deletion is None:
        raise NotFound(_("There is no such measurement."))
    return restore_measurement(change_id=deletion, by=by)


def _held(measurement_id: UUID, by: User) -> tuple[Client, Measurement]:
    """Return the client and the measurement, both locked, in this order everywhere."""
    client_id = measurements_kept_by(by).filter(pk=measurement_id).values_list("client", flat=True).first()
    if client_id is None:
        if measurements_visible_to(by).filter(pk=measurement_id).exists():
            raise NotAllowed(_("You see this, and do not change it: ask the trainer."))
        raise NotFound(_("There is no such measurement."))
    client = find_client(client_id, by, lock=True)
    measurement = Measurement.objects.select_for_update().filter(pk=measurement_id, client=client).first()
    if measurement is None:
        raise NotFound(_("There is no such measurement."))
    check_writing(by, client, [measurement.metric])
    check_theirs(by, measurement)
    return client, measurement


def _check(measurement: Measurement, client: Client, by: User) -> None:
    said = {
        "value": value_problem(by, measurement.metric, measurement.value),
        "diastolic": diastolic_problem(measurement.metric, measurement.value, measurement.diastolic),
        "taken_on": day_problem(measurement.taken_on, client),
        "note": note_problem(measurement.note),
    }
    if not said["taken_on"] and _others(measurement):
        said["taken_on"] = _("There is another value for this day. Change or delete that one.")
    if problems := {name: text for name, text in said.items() if text}:
        raise InvalidInput(problems)


def _others(measurement: Measurement) -> bool:
    """Say whether another value of the metric stands on the day."""
    same_day = Measurement.objects.filter(
        client=measurement.client_id, metric=measurement.metric, taken_on=measurement.taken_on
    )
    return same_day.exclude(pk=measurement.pk).exists()


def _as_it_was(deletion: MeasurementChange) -> Measurement:
    was = deletion.before or {}
    author = get_user_model().objects.filter(pk=was["by"]).first() if was["by"] else None
    return Measurement(
        pk=deletion.measurement,
        client_id=deletion.client_id,
        metric=deletion.metric,
        value=was["value"],
        diastolic=was.get("diastolic"),  # changes from before know of none
        taken_on=dt.date.fromisoformat(was["taken_on"]),
        note=was["note"],
        source=was["source"],
        by=author,
        version=was["version"] + 1,
    )


def _facts(measurement: Measurement) -> dict[str, str]:
    return {
        "client_id": str(measurement.client_id),
        "measurement_id": str(measurement.pk),
        "metric": measurement.metric,
        "taken_on": measurement.taken_on.isoformat(),
    }
