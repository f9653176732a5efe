"""A client's goals. `Client.goal` stays the headline in one's own words; these are what is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.clients.intake_events import GoalChanged
from apps.clients.models import Goal
from apps.clients.services.intake.filling import client_of
from apps.clients.services.values.amounts import UNITS, parse_amount
from apps.clients.services.values.days import parse_iso
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import filled, one_line
from apps.common.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from apps.clients.services.intake.filling import Filler


FARTHEST_YEARS = 50


class GoalFields(TypedDict, total=False):
    """What can be said of a goal. `target` is typed in `unit`; both empty: a goal without a number."""

    kind: str
    text: str
    target: str
    unit: str
    target_date: dt.date | str | None


def add_goal(*, client_id: UUID, filler: Filler, goal_id: UUID | None = None, **fields: Unpack[GoalFields]) -> Goal:
    """Add a goal. `goal_id` makes the call safe to repeat. Raises InvalidInput by field, NotFound, IllegalTransition."""
    values = _checked(fields)
    with transaction.atomic():
        client = client_of(filler, client_id)
        if goal_id and (known := Goal.objects.filter(pk=goal_id, client=client).first()):
            return known
        goal = Goal.objects.create(client=client, **values, **({"pk": goal_id} if goal_id else {}))
        _tell(goal, filler)
    return goal


def change_goal(
    *,
    client_id: UUID,
    goal_id: UUID,
    filler: Filler,
    state: str = "",
    expected_version: int | None = None,
    **fields: Unpack[GoalFields],
) -> Goal:
    """Change a goal's words and numbers, or its state: achieved, abandoned, or active again.

    Raises InvalidInput by field, StaleVersion, IllegalTransition, NotFound.
    """
    if state and state not in Goal.State.values:
        raise InvalidInput({"state": _("Active, achieved or abandoned.")})
    values = _checked(fields) if fields else {}
    with transaction.atomic():
        client = client_of(filler, client_id)
        goal = Goal.objects.select_for_update().filter(pk=goal_id, client=client).first()
        if goal is None:
            raise NotFound(_("There is no such goal."))
        goal.check_version(expected_version)
        for name, value in values.items():
            setattr(goal, name, value)
        if state and state != goal.state:
            goal.reopen() if state == Goal.State.ACTIVE else goal.end(state)
        goal.touch()
        goal.save()
        _tell(goal, filler)
    return goal


def _tell(goal: Goal, filler: Filler) -> None:
    event = GoalChanged(client_id=str(goal.client_id), goal_id=str(goal.pk), state=goal.state, text=goal.text)
    publish(event, actor=filler.user, client_ids=[goal.client_id])


def _checked(given: GoalFields) -> dict[str, Any]:
    problems: dict[str, str] = {}
    kind = given.get("kind", Goal.Kind.OTHER)
    if kind not in Goal.Kind.values:
        problems["kind"] = _("Choose a kind of goal.")
    try:
        text = filled(one_line(given.get("text", "")), _("Say what the goal is."))
    except Refused as refusal:
        problems["text"], text = refusal.reason, ""
    target, unit = _target(given, problems)
    day = _target_day(given.get("target_date"), problems)
    if problems:
        raise InvalidInput(problems)
    return {"kind": kind, "text": text, "target": target, "unit": unit, "target_date": day}


def _target(given: GoalFields, problems: dict[str, str]) -> tuple[int | None, str]:
    text, unit = str(given.get("target") or ""), given.get("unit") or ""
    if not text.strip():
        return None, ""
    if unit not in UNITS:
        problems["unit"] = _("Say in which unit.")
        return None, ""
    try:
        return parse_amount(text, unit), unit
    except Refused as refusal:
        problems["target"] = refusal.reason
        return None, ""


def _target_day(value: dt.date | str | None, problems: dict[str, str]) -> dt.date | None:
    try:
        day = parse_iso(value)
    except Refused as refusal:
        problems["target_date"] = refusal.reason
        return None
    if day and abs(day.year - timezone.localdate().year) > FARTHEST_YEARS:
        problems["target_date"] = _("This is too far away.")
    return day
