"""Days as they come from a form or the API."""

from __future__ import annotations

import datetime as dt

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from apps.clients.services.values.refusal import Refused


def parse_iso(value: dt.date | str | None) -> dt.date | None:
    """Return a day written as 1990-12-31; None for nothing. Raises Refused."""
    if value is None or isinstance(value, dt.date):
        return value
    if not value.strip():
        return None
    try:
        day = parse_date(value.strip())
    except ValueError as error:
        raise Refused(_("“%(text)s” is a day that does not exist.") % {"text": value}) from error
    if day is None:
        raise Refused(_("“%(text)s” is no date: write it as 1990-12-31.") % {"text": value})
    return day
