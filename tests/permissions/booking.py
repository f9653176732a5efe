"""The addresses of working hours and of booking, as the table has them."""

from __future__ import annotations

from typing import Any

from apps.accounts.permissions import Permission
from tests.permissions.accounts import OPEN
from tests.permissions.notes import Own

OWN, SET_UP = Permission.RECORD_OWN, Permission.BUSINESS_EDIT

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
    # The booking page: for anybody, once the business wants it; until then every address of it is unknown.
    "booking_page": OPEN,
    "booking_groups": OPEN,
    "booking_group": OPEN,
    "booking_trainer": OPEN,
    "booking_times": OPEN,
    "booking_request": OPEN,
    "booking_asked": OPEN,
    "booking_confirm": OPEN,  # who reads mail at the address
    "calendar_feed_file": OPEN,  # the secret in the address is the permission: calendar programs cannot log in
    "own_booking": OWN,
    "own_session_move": OWN,
    "own_session_cancellation": OWN,
    "booking_setup": SET_UP,
    "booking_letters": SET_UP,
    "booking_groups_switch": SET_UP,
    "booking_feedback_switch": SET_UP,
    "booking_type_add": SET_UP,
    "booking_type": SET_UP,
    "booking_type_removal": SET_UP,
    "calendar_feed": Permission.SESSIONS_VIEW,
    "booking_api:bookable-list": {"get": Permission.SESSIONS_VIEW, "post": SET_UP},
    "booking_api:bookable-detail": {"get": Permission.SESSIONS_VIEW, "patch": SET_UP, "delete": SET_UP},
    "booking_api:own-group-list": OWN,
    "booking_api:own-group-detail": OWN,
    "booking_api:own-group-places": OWN,
    "booking_api:own-group-waiting": OWN,
    "booking_api:own-slots": OWN,
    "booking_api:own-bookings": OWN,
    "booking_api:own-booking": OWN,
    "booking_api:own-cancellation": OWN,
    "booking_api:feed": Permission.SESSIONS_VIEW,
}
