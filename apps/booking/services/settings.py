"""What a business decides about letters to clients and about its groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.booking.models import LetterSettings
from apps.booking.models.settings import ONLY
from apps.common.errors import NotAllowed

if TYPE_CHECKING:
    from apps.accounts.models import User


def write_to_clients(*, by: User, wanted: bool) -> None:
    """Decide whether clients get a letter when a session of theirs is booked, moved or cancelled. Raises NotAllowed."""
    _decide(by, letters_to_clients=wanted)


def open_groups_to_clients(*, by: User, wanted: bool) -> None:
    """Decide whether groups with a number of places stand on the booking page, for clients to take a place in. Raises NotAllowed."""
    _decide(by, groups_open=wanted)


def ask_for_feedback(*, by: User, wanted: bool) -> None:
    """Decide whether clients without a log-in are asked by mail how a session was. Raises NotAllowed."""
    _decide(by, asks_feedback=wanted)


def _decide(by: User, **decided: bool) -> None:
    if not by.may(Permission.BUSINESS_EDIT):
        raise NotAllowed(_("This is for the owner and managers."))
    LetterSettings.objects.update_or_create(pk=ONLY, defaults=decided)
