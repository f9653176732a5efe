"""Saying when somebody works."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.availability.events import HoursChanged
from apps.availability.selectors import hours_of
from apps.availability.services.people import check_may_change, find_trainer
from apps.availability.week import DAY_MINUTES
from apps.common.errors import InvalidInput
from apps.common.time_zones import time_zones

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from apps.accounts.models import User
    from apps.availability.models import WorkingHours
    from apps.availability.week import Span, Week

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_SPANS = 6


def set_hours(
    *, by: User, trainer_id: UUID, week: Week, time_zone: str = "", version: int | None = None
) -> WorkingHours:
    """Say when a trainer works in a usual week and publish `availability.hours_changed`.

    `week` is seven lists of `(from, until)` in minutes after midnight, Monday first; `time_zone` an IANA name, empty for
    the business's. The same again writes nothing. Raises NotAllowed, NotFound, StaleVersion, InvalidInput by weekday.
    """
    check_may_change(by, trainer_id)
    trainer = find_trainer(trainer_id)
    checked = _checked(week, time_zone)
    with transaction.atomic():
        get_user_model().objects.select_for_update(no_key=True).get(pk=trainer.pk)  # two first savings wait here
        hours = hours_of(trainer.pk)
        before, is_new = hours.week, not hours.version
        if not hours.change(checked, time_zone) and not is_new:
            return hours
        hours.check_version(version)
        hours.touch()
        hours.save(force_insert=is_new)
        publish(
            HoursChanged(trainer_id=str(trainer.pk), time_zone=time_zone, before=before, after=hours.week), actor=by
        )
    return hours


def _checked(week: Week, time_zone: str) -> Week:
    errors = {}
    if time_zone and time_zone not in time_zones():
        errors["time_zone"] = _("There is no such time zone.")
    sorted_week: list[list[Span]] = [sorted(spans, key=list) for spans in week]
    for name, spans in zip(DAYS, sorted_week, strict=True):
        if problem := _problem(spans):
            errors[name] = problem
    if errors:
        raise InvalidInput(errors)
    return sorted_week


def _problem(spans: Sequence[Span]) -> str:
    if len(spans) > MOST_SPANS:
        return _("At most %(count)d spans a day.") % {"count": MOST_SPANS}
    for opens, closes in spans:
        if not 0 <= opens < closes <= DAY_MINUTES:
            return _("The end comes after the start, on the same day.")
    if any(later[0] < sooner[1] for sooner, later in pairwise(spans)):
        return _("Two of these overlap.")
    return ""
