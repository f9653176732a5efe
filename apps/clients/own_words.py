"""How a client's own fields read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.clients import wording
from apps.clients.models import Client
from apps.clients.permissions import may_see_health
from apps.clients.services.values.countries import country_name
from apps.clients.services.values.phones import readable_phone
from apps.common.business import current

if TYPE_CHECKING:
    from collections.abc import Sequence


def register() -> None:
    """Say how each field reads that is more than its text."""
    wording.register_words("trainer", words=_people)
    wording.register_words("status", words=lambda values: [str(dict(Client.Status.choices).get(v, v)) for v in values])
    wording.register_words("date_of_birth", words=_days)
    wording.register_words("member_since", words=_days)
    wording.register_words("country", words=lambda values: [country_name(value or "") for value in values])
    wording.register_words("phone", words=_phones)
    wording.register_words("emergency_phone", words=_phones)
    wording.register_words("photo", words=lambda values: [_("A photo") if value else "" for value in values])
    wording.register_words("health_notes", may_see=may_see_health)


def _people(values: Sequence[Any]) -> list[str]:
    users = get_user_model().objects.filter(pk__in={value for value in values if value})
    names = {str(pk): name for pk, name in users.values_list("pk", "full_name")}
    return [names.get(str(value), _("somebody who left")) if value else "" for value in values]


def _days(values: Sequence[Any]) -> list[str]:
    return [date_format(dt.date.fromisoformat(str(value)), "DATE_FORMAT") if value else "" for value in values]


def _phones(values: Sequence[Any]) -> list[str]:
    country = current().country
    return [readable_phone(value, country=country) if value else "" for value in values]
