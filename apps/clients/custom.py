"""Reading custom fields: which there are for somebody, and a client's answers in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Func, QuerySet
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from apps.accounts.roles import Role
from apps.clients.models import Client, CustomField
from apps.clients.models.custom_field import LIVE
from apps.clients.permissions import may_see_health

if TYPE_CHECKING:
    from apps.accounts.models import User


@dataclass(frozen=True, slots=True)
class Answer:
    """A field and what a client's answer is in words; `is_link` when it is an address."""

    field: CustomField
    words: str

    @property
    def is_link(self) -> bool:
        return self.field.kind == CustomField.Kind.LINK

    @property
    def is_private(self) -> bool:
        return self.field.audience == CustomField.Audience.COACHES


def live_fields() -> QuerySet[CustomField]:
    """Return the business's fields in its order."""
    return CustomField.objects.filter(LIVE).order_by("position", "id")


def fields_for(user: User) -> QuerySet[CustomField]:
    """Return the fields whose answers a person may know: the front desk those of the whole team, a client what is shown to them."""
    if user.role == Role.CLIENT:
        return live_fields().exclude(own=CustomField.Own.NONE)
    return live_fields() if may_see_health(user) else live_fields().filter(audience=CustomField.Audience.TEAM)


def editable_fields(user: User) -> QuerySet[CustomField]:
    """Return the fields that a person may answer."""
    return fields_for(user).filter(own=CustomField.Own.EDIT) if user.role == Role.CLIENT else fields_for(user)


def intake_fields() -> QuerySet[CustomField]:
    """Return the fields that clients are asked for in their intake, whatever they see of them afterwards."""
    return live_fields().filter(on_intake=True)


def answers_of(client: Client, fields: QuerySet[CustomField]) -> list[Answer]:
    """Return what a client has answered, in the fields' order. No query for a client without answers."""
    if not client.custom:
        return []
    return [Answer(field, in_words(field, client.custom[field.key])) for field in fields if field.key in client.custom]


def in_words(field: CustomField, value: Any) -> str:
    """Return an answer as people read it."""
    kinds = CustomField.Kind
    if field.kind == kinds.YES_NO:
        return _("Yes") if value else _("No")
    if field.kind == kinds.NUMBER:
        return f"{number_format(value, use_l10n=True)} {field.unit}".strip()
    if field.kind == kinds.DATE:
        return date_format(dt.date.fromisoformat(value), "DATE_FORMAT")
    if field.kind == kinds.CHOICE:
        return field.label_of(value)
    if field.kind == kinds.CHOICES:
        return ", ".join(field.label_of(key) for key in value)
    return str(value)


def count_answers() -> dict[str, int]:
    """Return how many clients, archived ones too, have answered each field."""
    held = Client.objects.order_by().annotate(key=Func("custom", function="jsonb_object_keys"))
    return dict(held.values("key").annotate(number=Count("pk")).values_list("key", "number"))
