"""How often what may be tried, counted by allauth: by network address (ip), by what is tried (key), by person (user)."""

from __future__ import annotations

RATE_LIMITS = {
    "signup": "60/h/ip",
    "login_failed": "5/5m/key,20/5m/ip",
    "reset_password": "5/15m/key,20/15m/ip",
    "intake_link": "300/10m/ip",
    "email_change": "10/h/user",
    "self_booking": "20/10m/ip,6/h/key",
    "self_booking_confirm": "60/10m/ip",
    "session_feedback_link": "60/10m/ip",
    "calendar_feed": "120/h/key,600/10m/ip",
}
