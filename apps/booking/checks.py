"""What the booking page says when the team books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.booking.selectors import held_times
from apps.common.errors import Conflict

if TYPE_CHECKING:
    from apps.sessions.policies import Booking


class TimeHeldForSomebody(Conflict):
    """A stranger was shown the time as theirs for a quarter of an hour."""

    code = "held"
    title = gettext_lazy("This time is kept for somebody")


def refuse_held(booking: Booking) -> None:
    """Refuse a time that is kept for somebody on the booking page; a quarter of an hour later it is free or booked."""
    if held_times([booking.trainer.pk], booking.starts_at, booking.ends_at):
        raise TimeHeldForSomebody(_("Somebody is booking this time on the booking page. Try again in 15 minutes."))
