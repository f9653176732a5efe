"""What follows the person: their time zone and language, and when they were last seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation

from apps.accounts.languages import language_of
from apps.accounts.models import User
from apps.accounts.sessions import note_use
from apps.accounts.zones import zone_named
from apps.common.business import current_or_none

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class PersonMiddleware:
    """Show times in the person's zone and words in their language, else as is usual in the business.

    Who comes with a token is known later: `BusinessJWTAuthentication` takes their language up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        note_use(request)
        zone, language = self._ways(request)
        with timezone.override(zone_named(zone)), translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response

    def _ways(self, request: HttpRequest) -> tuple[str, str]:
        """Return time zone and language; both are the platform's outside a business."""
        business = current_or_none()
        if business is None:
            return "UTC", settings.LANGUAGE_CODE
        user = request.user if request.session.session_key else None
        person = user if isinstance(user, User) else None
        return (person.time_zone if person else "") or business.time_zone, language_of(person, business.country)
