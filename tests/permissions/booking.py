"""The addresses of working hours and of booking, as the table has them."""

from __future__ import annotations

from typing import Any

from apps.accounts.permissions import Permission
from tests.permissions.notes import Own

VIEW = Permission.AVAILABILITY_VIEW
OF_SOMEBODY = Own(Permission.AVAILABILITY_OWN, Permission.AVAILABILITY_MANAGE)

BOOKING: dict[str, Any] = {
    "availability": VIEW,
    "trainer_availability": VIEW,
    "availability_closures": {"get": VIEW, "post": Permission.AVAILABILITY_MANAGE},
    "trainer_hours": OF_SOMEBODY,
    "trainer_time_off": OF_SOMEBODY,
    "time_off_removal": OF_SOMEBODY,
    "sessions_api:free-busy": Permission.CALENDAR_VIEW,
    "availability_api:open": VIEW,
    "availability_api:hours": {"get": VIEW, "put": OF_SOMEBODY},
    "availability_api:time-off-list": {"get": VIEW, "post": Permission.AVAILABILITY_OWN},
    "availability_api:time-off-detail": {"get": VIEW, "delete": OF_SOMEBODY},
}
