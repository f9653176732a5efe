"""Whether a value, a day and a note may be, and who may write them down."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.clients.services.intake.measures import measure_problem, out_of_bounds
from apps.common.errors import IllegalTransition, NotAllowed
from apps.progress.metrics import LOWER, METRICS, PAIRS, SI, unit_for, units_of
from apps.progress.models import Measurement, Source
from apps.progress.selectors import metrics_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apps.accounts.models import User
    from apps.clients.models import Client

EARLIEST = dt.date(1950, 1, 1)
NOTE = 200


def check_writing(by: User, client: Client, metrics: Iterable[str]) -> None:
    """Raise NotAllowed for who may not write these down, IllegalTransition for an archived client."""
    allowed = set(metrics_for(by))
    if not allowed:
        raise NotAllowed(
            _("Measurements are for trainers and managers.") if by.is_team else _("Your trainer measures for you.")
        )
    if not allowed.issuperset(name for name in metrics if name in METRICS):
        raise NotAllowed(_("You can write down your weight here. Your trainer measures the rest."))
    if client.is_archived:
        raise IllegalTransition(_("%(name)s is archived: restore first, then measure.") % {"name": client.full_name})


def check_theirs(by: User, measurement: Measurement) -> None:
    """Raise NotAllowed for a client who would change what the team measured."""
    if not by.is_team and measurement.source != Source.CLIENT:
        raise NotAllowed(_("Your trainer measured this: ask them to correct it."))


def value_problem(by: User, metric: str, value: int) -> str:
    """Return why a value cannot be, in the person's units."""
    if metric in PAIRS:
        measure = METRICS[metric]
        return "" if measure.least <= value <= measure.most else out_of_bounds(measure, unit_for(metric, SI))
    return measure_problem(metric, value, unit_for(metric, units_of(by)) if metric in METRICS else "")


def diastolic_problem(metric: str, value: int, diastolic: int | None) -> str:
    """Return why the lower number of a pair cannot be; of what is one number there is none."""
    if metric not in PAIRS:
        return _("This measure is one number.") if diastolic is not None else ""
    if diastolic is None:
        return _("Blood pressure is two numbers, such as 120 and 80: give both.")
    if not LOWER.least <= diastolic <= LOWER.most:
        return out_of_bounds(LOWER, unit_for(metric, SI))
    return _("The lower number is less than the upper one.") if diastolic >= value else ""


def day_problem(day: dt.date, client: Client) -> str:
    """Return why nothing can have been measured on a day."""
    if day > timezone.localdate():
        return _("%(date)s is in the future.") % {"date": day.isoformat()}
    if day < (client.date_of_birth or EARLIEST):
        return _("%(date)s is too long ago.") % {"date": day.isoformat()}
    return ""


def note_problem(note: str) -> str:
    """Return why a note is not taken."""
    return _("At most %(most)d characters.") % {"most": NOTE} if len(note) > NOTE else ""
