"""What the page of a client's own session offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.booking.services.own import own_policy
from apps.sessions.policies import OwnAct

if TYPE_CHECKING:
    from apps.sessions.models import TrainingSession


def acts_of(session: TrainingSession) -> list[OwnAct]:
    """Return the ways to move and to cancel it, as far as there are."""
    policy, args = own_policy(session), [session.pk]
    move = OwnAct(_("Move"), reverse("own_session_move", args=args), "swap")
    cancel = OwnAct(_("Cancel session"), reverse("own_session_cancellation", args=args), "close")
    return [move] * policy.may_move + [cancel] * policy.may_cancel
