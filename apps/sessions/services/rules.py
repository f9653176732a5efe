"""What a business decides about booking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.activity.services import publish
from apps.common.errors import InvalidInput, NotAllowed
from apps.sessions.events import BookingRulesChanged
from apps.sessions.models import BookingRules
from apps.sessions.models.rules import CHOICES, LIMITS, ONLY, RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apps.accounts.models import User


def change_booking_rules(*, by: User, changes: Mapping[str, Any], version: int | None = None) -> BookingRules:
    """Change what `changes` names of RULES and publish `booking_rules.changed` with before and after.

    Nothing is written when nothing differs. Raises NotAllowed, InvalidInput by field, StaleVersion.
    """
    if not by.may(Permission.BUSINESS_EDIT):
        raise NotAllowed(_("This is for the owner and managers."))
    _check(changes)
    with transaction.atomic():
        BookingRules.objects.get_or_create(pk=ONLY)
        rules = BookingRules.objects.select_for_update().get(pk=ONLY)
        rules.check_version(version)
        before = {name: getattr(rules, name) for name, value in changes.items() if getattr(rules, name) != value}
        if not before:
            return rules
        after = {name: changes[name] for name in before}
        for name, value in after.items():
            setattr(rules, name, value)
        rules.touch()
        rules.save()
        publish(BookingRulesChanged(before=before, after=after), actor=by)
    return rules


def _check(changes: Mapping[str, Any]) -> None:
    errors: dict[str, str] = {}
    for name, value in changes.items():
        if name not in RULES:
            errors[name] = _("There is no such rule.")
        elif name in LIMITS and not _is_within(value, *LIMITS[name]):
            low, high = LIMITS[name]
            errors[name] = _("A whole number from %(low)d to %(high)d.") % {"low": low, "high": high}
        elif name in CHOICES and value not in CHOICES[name]:
            errors[name] = _("Choose one of these.")
        elif name == "self_booking" and not isinstance(value, bool):
            errors[name] = _("Yes or no.")
    if errors:
        raise InvalidInput(errors)


def _is_within(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
