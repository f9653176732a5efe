"""How many sign-ups one network address may send: page and API count together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.utils.translation import gettext as _

from apps.common.errors import TooMany

if TYPE_CHECKING:
    from django.http import HttpRequest

ACTION = "signup"  # its rate stands in settings.ACCOUNT_RATE_LIMITS


def count_sign_up(request: HttpRequest) -> None:
    """Count one attempt. Raises TooMany when the address has used up its hour."""
    if not ratelimit.consume(request, action=ACTION):
        raise TooMany(_("Many studios were opened from your network just now. Try again in an hour."))
