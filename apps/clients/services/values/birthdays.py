"""Dates in a client's life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.clients.services.values.refusal import Refused

if TYPE_CHECKING:
    import datetime as dt

OLDEST_YEARS = 120


def check_birth(born: dt.date | None) -> dt.date | None:
    """Return a date of birth in the past, at most 120 years ago. Raises Refused."""
    if born is None:
        return None
    today = timezone.localdate()
    if born >= today:
        raise Refused(_("%(date)s is not in the past.") % {"date": born.isoformat()})
    if born.year < today.year - OLDEST_YEARS:
        raise Refused(
            _("%(date)s is more than %(years)d years ago.") % {"date": born.isoformat(), "years": OLDEST_YEARS}
        )
    return born


def check_joined(day: dt.date) -> dt.date:
    """Return the day somebody became a client: neither in the future nor before anybody living. Raises Refused."""
    today = timezone.localdate()
    if day > today:
        raise Refused(_("%(date)s is in the future.") % {"date": day.isoformat()})
    if day.year < today.year - OLDEST_YEARS:
        raise Refused(
            _("%(date)s is more than %(years)d years ago.") % {"date": day.isoformat(), "years": OLDEST_YEARS}
        )
    return day
