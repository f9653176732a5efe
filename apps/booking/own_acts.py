"""What the page of a client's own session offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.booking.selectors import booking_window
from apps.booking.services.own import own_policy
from apps.sessions.policies import OwnAct

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.booking.selectors import Window
    from apps.sessions.models import SessionClient, TrainingSession


def acts_of(user: User, session: TrainingSession) -> list[OwnAct]:
    """Return the ways to move and to cancel it, as far as there are; a guardian's for each of theirs in it."""
    window = booking_window()
    return [act for place in session.places.all() for act in _acts(user, session, place, window)]


def _acts(user: User, session: TrainingSession, place: SessionClient, window: Window) -> list[OwnAct]:
    policy = own_policy(session, place.client_id, window)
    is_own = place.client.user_id == user.pk
    query = "" if is_own else f"?client={place.client_id}"
    words = {"name": place.client.first_name}
    move = _("Move") if is_own else _("Move for %(name)s") % words
    cancel = _("Give up my place") if policy.is_place else _("Cancel session")
    if not is_own:
        cancel = _("Cancel for %(name)s") % words
    move_url, cancel_url = (reverse(name, args=[session.pk]) + query for name in ADDRESSES)
    found = [OwnAct(move, move_url, "swap")] * policy.may_move
    return found + [OwnAct(cancel, cancel_url, "close")] * policy.may_cancel


ADDRESSES = ("own_session_move", "own_session_cancellation")
