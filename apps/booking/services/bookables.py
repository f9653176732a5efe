"""What can be booked: added, changed, put away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.accounts.selectors import coaches
from apps.activity.services import publish
from apps.booking.events import BookableChanged
from apps.booking.models import BookableType
from apps.booking.models.bookable import LONGEST, SHORTEST, BookableKind
from apps.common.errors import InvalidInput, NotAllowed, NotFound, TooMany

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from apps.accounts.models import User

FIELDS = ("name", "kind", "minutes", "price", "description", "trainer_ids")
MOST = 50


def save_bookable(
    *, by: User, values: Mapping[str, Any], bookable_id: UUID | None = None, version: int | None = None
) -> BookableType:
    """Add what can be booked, or change what `values` names of FIELDS; publish `booking.type_changed`.

    An id that is not there yet is added under it, so that a form sent twice adds once. The same again writes nothing.
    Raises NotAllowed, InvalidInput by field, StaleVersion, TooMany.
    """
    _check_may(by)
    with transaction.atomic():
        known = BookableType.objects.select_for_update().filter(pk=bookable_id).first() if bookable_id else None
        row = known or BookableType(**({"id": bookable_id} if bookable_id else {}), version=0)
        if known is None and BookableType.objects.filter(archived_at=None).count() >= MOST:
            raise TooMany(_("At most %(count)d. Take one away first.") % {"count": MOST})
        changed = [name for name in FIELDS if name in values and getattr(row, name) != values[name]]
        for name in changed:
            setattr(row, name, values[name])
        _check(row)
        if known and not changed:
            return row
        row.check_version(version if known else None)
        row.touch()
        row.save(force_insert=known is None)
        publish(BookableChanged(bookable_id=str(row.pk), changed=changed), actor=by)
    return row


def archive_bookable(*, by: User, bookable_id: UUID) -> None:
    """Offer it no longer; what is booked stays. Raises NotAllowed, NotFound."""
    _check_may(by)
    with transaction.atomic():
        row = BookableType.objects.select_for_update().filter(pk=bookable_id).first()
        if row is None:
            raise NotFound
        if row.archived_at is None:
            row.archive(timezone.now())
            row.touch()
            row.save()
            publish(BookableChanged(bookable_id=str(row.pk), changed=["archived_at"]), actor=by)


def _check_may(by: User) -> None:
    if not by.may(Permission.BUSINESS_EDIT):
        raise NotAllowed(_("This is for the owner and managers."))


def _check(row: BookableType) -> None:
    errors = {}
    row.name = " ".join(row.name.split())
    if not row.name:
        errors["name"] = _("Give it a name.")
    if row.kind not in BookableKind.values:
        errors["kind"] = _("Choose one of these.")
    if not SHORTEST <= row.minutes <= LONGEST:
        errors["minutes"] = _("From %(low)d to %(high)d minutes.") % {"low": SHORTEST, "high": LONGEST}
    if set(row.trainer_ids) - {str(one.pk) for one in coaches()}:
        errors["trainers"] = _("Choose people of the team who train.")
    if errors:
        raise InvalidInput(errors)
