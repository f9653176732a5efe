"""The addresses of groups, waiting lists, booking rules and corrections, as the table has them."""

from __future__ import annotations

from typing import Any

from apps.accounts.permissions import Permission
from tests.permissions.accounts import OPEN

GROUPS: dict[str, Any] = {
    "booking_rules": Permission.BUSINESS_EDIT,
    "session_people": Permission.SESSIONS_EDIT,
    "session_client_removal": Permission.SESSIONS_EDIT,
    "session_attendance": Permission.SESSIONS_RUN,
    "session_capacity": Permission.SESSIONS_EDIT,
    "session_waiting_removal": Permission.SESSIONS_EDIT,
    "own_waiting": Permission.RECORD_OWN,
    "own_waiting_answer": Permission.RECORD_OWN,
    "waiting_offer": OPEN,  # the link in the mail is signed, for one offer
    "session_correction": Permission.SESSIONS_RUN,
    "session_credit": Permission.SESSIONS_SETTLE,
    "sessions_api:session-correction": Permission.SESSIONS_RUN,
    "sessions_api:session-credit": Permission.SESSIONS_SETTLE,
    "sessions_api:session-clients": {"get": Permission.CALENDAR_VIEW, "post": Permission.SESSIONS_EDIT},
    "sessions_api:session-client-removal": Permission.SESSIONS_EDIT,
    "sessions_api:session-attendance": Permission.SESSIONS_RUN,
    "sessions_api:session-capacity": Permission.SESSIONS_EDIT,
    "sessions_api:session-waiting": {"get": Permission.CALENDAR_VIEW, "post": Permission.SESSIONS_EDIT},
    "sessions_api:session-waiting-turn": Permission.SESSIONS_EDIT,
    "sessions_api:own-waiting": Permission.RECORD_OWN,
    "sessions_api:own-waiting-answer": Permission.RECORD_OWN,
    "sessions_api:booking-rules": {"get": Permission.CALENDAR_VIEW, "patch": Permission.BUSINESS_EDIT},
}
