from __future__ import annotations

from apps.sessions.services.booking import Details, change_session, edit_session, move_session, schedule_session
from apps.sessions.services.correcting import correct_session
from apps.sessions.services.last_and_next import repair_session_times, tell_clients
from apps.sessions.services.rules import change_booking_rules
from apps.sessions.services.running import (
    cancel_session,
    complete_session,
    mark_no_show,
    note_session,
    start_session,
)
from apps.sessions.services.settling import decide_credit

__all__ = [
    "Details",
    "cancel_session",
    "change_booking_rules",
    "change_session",
    "complete_session",
    "correct_session",
    "decide_credit",
    "edit_session",
    "mark_no_show",
    "move_session",
    "note_session",
    "repair_session_times",
    "schedule_session",
    "start_session",
    "tell_clients",
]
