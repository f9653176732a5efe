"""Keeping a time for a stranger for a quarter of an hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.booking.events import TimeHeld
from apps.booking.models import Hold
from apps.booking.models.hold import KEPT_FOR, HoldState
from apps.booking.services.choosing import find_offer, least_booked
from apps.booking.services.forgetting import forget_later
from apps.booking.services.times import Wish, check_bookable, refuse_taken
from apps.common.errors import InvalidInput, TooMany
from apps.sessions.services.locking import hold_people

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

MOST_AT_ONCE = 3


def hold_time(  # noqa: PLR0913 - what the form asks for
    *,
    bookable_id: UUID,
    trainer_id: UUID | None,
    starts_at: datetime,
    first_name: str,
    last_name: str,
    email: str,
    phone: str = "",
    key: UUID,
) -> Hold:
    """Keep a time for somebody for 15 minutes and publish `booking.held`, on which they get the link that books it.

    Without a `trainer_id` it is kept with whoever of the free has the fewest hours that week. `key` becomes the hold's id: the
    same form sent again answers with the same hold. Nothing here depends on whether the address belongs to a client. Raises NotFound, InvalidInput by field, TimeTaken, TooMany.
    """
    values = _checked(first_name, last_name, email, phone)
    bookable, team = find_offer(bookable_id, trainer_id)
    wish = Wish(trainer_ids=team, duration=bookable.duration)
    refuse_taken(wish, starts_at=starts_at, key=key)
    with transaction.atomic():
        hold_people([*team, key])
        if known := Hold.objects.filter(pk=key).first():
            return _same(known, values["email"])
        now = timezone.now()
        _refuse_too_many(values["email"], now)
        trainer_id = least_booked(check_bookable(wish, starts_at=starts_at), starts_at)
        hold = Hold(
            id=key,
            bookable=bookable,
            trainer_id=trainer_id,
            starts_at=starts_at,
            ends_at=starts_at + bookable.duration,
            expires_at=now + KEPT_FOR,
            **values,
        )
        hold.save(force_insert=True)
        forget_later(hold)
        publish(TimeHeld(hold_id=str(hold.pk), trainer_id=str(trainer_id), starts_at=starts_at.isoformat()), actor=None)
    return hold


def _same(known: Hold, email: str) -> Hold:
    """Answer a form that was sent twice; a key that somebody else used is worth nothing."""
    if known.email.casefold() != email.casefold():
        raise InvalidInput({"key": _("Open the page again.")})
    return known


def _refuse_too_many(email: str, now: datetime) -> None:
    asked = Hold.objects.filter(email__iexact=email, state=HoldState.HELD, expires_at__gt=now)
    if asked.count() >= MOST_AT_ONCE:
        raise TooMany(_("Open the links in the letters you got first."))


def _checked(first_name: str, last_name: str, email: str, phone: str) -> dict[str, str]:
    values = {
        "first_name": " ".join(first_name.split()),
        "last_name": " ".join(last_name.split()),
        "email": email.strip(),
        "phone": phone.strip(),
    }
    errors = {name: _("This is needed.") for name in ("first_name", "last_name", "email") if not values[name]}
    try:
        if values["email"]:
            validate_email(values["email"])
    except ValidationError:
        errors["email"] = _("This is no e-mail address.")
    if errors:
        raise InvalidInput(errors)
    return values
