"""What a person changes about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.events import ProfileChanged, SignedOutEverywhere
from apps.accounts.languages import languages
from apps.accounts.models import User
from apps.accounts.models.user import Theme
from apps.accounts.services.audit import record
from apps.accounts.services.people import clean_name
from apps.accounts.services.tokens import end_everything
from apps.accounts.units import LengthUnit, WeightUnit
from apps.common.errors import InvalidInput
from apps.common.time_zones import time_zones

if TYPE_CHECKING:
    from collections.abc import Mapping


UNITS = {"weight_unit": WeightUnit, "length_unit": LengthUnit}
FIELDS = ("full_name", "time_zone", "language", "theme", *UNITS)


def change_profile(*, user: User, values: Mapping[str, Any]) -> User:
    """Change `full_name`, `time_zone` (an IANA name), `language`, `theme`, `weight_unit` and `length_unit`; others are left alone.

    What may be empty is then as usual in the business or its country, and a theme as the device has it.
    Raises InvalidInput.
    """
    wanted = {name: str(values[name]) for name in FIELDS if name in values}
    if "full_name" in wanted:
        wanted["full_name"] = clean_name(wanted["full_name"])
    if wanted.get("time_zone") and wanted["time_zone"] not in time_zones():
        raise InvalidInput({"time_zone": _("Not a time zone we know. Use a name like Europe/Vienna.")})
    if wanted.get("language") and wanted["language"] not in languages():
        raise InvalidInput(
            {"language": _("Not a language we have. Use %(codes)s.") % {"codes": ", ".join(languages())}}
        )
    if wanted.get("theme") and wanted["theme"] not in Theme.values:
        raise InvalidInput({"theme": _("Use %(themes)s.") % {"themes": ", ".join(Theme.values)}})
    for name, units in UNITS.items():
        if wanted.get(name) and wanted[name] not in units.values:
            raise InvalidInput({name: _("Not a unit we know. Use %(units)s.") % {"units": ", ".join(units.values)}})
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        changed = [name for name, value in wanted.items() if getattr(user, name) != value]
        for name in changed:
            setattr(user, name, wanted[name])
        if changed:
            user.save(update_fields=[*changed, "updated_at"])
            record(ProfileChanged(user_id=str(user.pk), fields=changed), actor=user)
    return user


def sign_out_everywhere(*, user: User) -> None:
    """End every session and token of the person, the one that asks too."""
    with transaction.atomic():
        fresh = User.objects.select_for_update().get(pk=user.pk)
        fresh.sign_out_everywhere()
        fresh.save(update_fields=["session_epoch", "updated_at"])
        end_everything(user_id=fresh.pk)
        record(SignedOutEverywhere(user_id=str(fresh.pk)), actor=fresh)
