"""What follows the person: their time zone, and when they were last seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from apps.accounts.sessions import note_use
from apps.accounts.zones import zone_named
from apps.common.business import current_or_none

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from django.http import HttpRequest, HttpResponse


class PersonMiddleware:
    """Show times in the person's zone, else in the business's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        note_use(request)
        with timezone.override(self._zone(request)):
            return self.get_response(request)

    def _zone(self, request: HttpRequest) -> ZoneInfo:
        business = current_or_none()
        user = request.user if business and request.session.session_key else None
        name = (getattr(user, "time_zone", "") or business.time_zone) if business else "UTC"
        return zone_named(name)
