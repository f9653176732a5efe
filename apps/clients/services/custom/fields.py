"""Defining the fields: add, change, order, archive, and delete what nobody has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.clients.custom import count_answers
from apps.clients.models import CustomField
from apps.clients.models.custom_field import LIVE
from apps.clients.organising_events import CustomFieldChanged
from apps.clients.services.custom.definitions import FieldValues, apply_definition
from apps.common.errors import Conflict, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from apps.accounts.models import User

MOST_FIELDS = 100


def add_field(*, by: User, **values: Unpack[FieldValues]) -> CustomField:
    """Add a field behind the others. Raises InvalidInput by name, also for a name that is there already."""
    field = CustomField()
    apply_definition(field, {"name": "", "kind": "", **values})
    live = CustomField.objects.filter(LIVE)
    if live.count() >= MOST_FIELDS:
        raise InvalidInput({"name": _("There are %(most)d fields already: archive some.") % {"most": MOST_FIELDS}})
    field.position = 1 + (live.aggregate(last=Max("position"))["last"] or 0)
    return _saved(field, by, "added")


def change_field(*, field_id: UUID, by: User, **values: Unpack[FieldValues]) -> CustomField:
    """Change what is given. Answers stay as they are, and readable. Raises NotFound, InvalidInput by name."""
    with transaction.atomic():
        field = _locked(field_id)
        apply_definition(field, values)
        return _saved(field, by, "changed")


def archive_field(*, field_id: UUID, by: User) -> CustomField:
    """Ask it no more; the answers stay, hidden. Raises NotFound."""
    with transaction.atomic():
        field = _locked(field_id)
        if field.archived_at:
            return field
        field.archived_at = timezone.now()
        return _saved(field, by, "archived")


def restore_field(*, field_id: UUID, by: User) -> CustomField:
    """Ask it again, with the answers it had. Raises NotFound, InvalidInput on `name` when that is taken by now."""
    with transaction.atomic():
        field = _locked(field_id)
        if not field.archived_at:
            return field
        field.archived_at = None
        return _saved(field, by, "restored")


def delete_field(*, field_id: UUID, by: User) -> None:
    """Remove a field that nobody has answered. Raises NotFound, Conflict (code "answered") for others."""
    with transaction.atomic():
        field = _locked(field_id)
        if number := count_answers().get(field.key, 0):
            message = _("%(count)d clients have an answer: archive the field instead.") % {"count": number}
            raise Conflict(message, code="answered", extra={"answers": number})
        field.delete()
        publish(CustomFieldChanged(field_id=field.key, field=field.name, how="deleted"), actor=by)


def order_fields(*, field_ids: Sequence[UUID], by: User) -> None:
    """Put the fields in this order; those that are not named come behind, as they were. Raises InvalidInput for unknown ids."""
    with transaction.atomic():
        fields = {
            field.pk: field for field in CustomField.objects.select_for_update().filter(LIVE).order_by("position", "id")
        }
        wanted = list(dict.fromkeys(field_ids))
        if set(wanted) - set(fields):
            raise InvalidInput({"order": _("There is no such field.")})
        for place, key in enumerate([*wanted, *(key for key in fields if key not in set(wanted))], start=1):
            fields[key].position = place
        CustomField.objects.bulk_update(fields.values(), ["position"])


def _locked(field_id: UUID) -> CustomField:
    field = CustomField.objects.select_for_update().filter(pk=field_id).first()
    if field is None:
        raise NotFound(_("There is no such field."))
    return field


def _saved(field: CustomField, by: User, how: str) -> CustomField:
    try:
        with transaction.atomic():
            field.save()
            publish(CustomFieldChanged(field_id=field.key, field=field.name, how=how), actor=by)
    except IntegrityError as error:
        raise InvalidInput({"name": _("There is a field “%(name)s” already.") % {"name": field.name}}) from error
    return field
