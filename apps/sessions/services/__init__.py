from __future__ import annotations

from apps.sessions.services.booking import Details, change_session, edit_session, move_session, schedule_session
from apps.sessions.services.closing_rooms import archive_location, archive_room
from apps.sessions.services.correcting import correct_session
from apps.sessions.services.last_and_next import repair_session_times, tell_clients
from apps.sessions.services.rooms import (
    KEEP,
    add_location,
    add_room,
    change_location,
    change_room,
    restore_location,
    restore_room,
)
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
    "KEEP",
    "Details",
    "add_location",
    "add_room",
    "archive_location",
    "archive_room",
    "cancel_session",
    "change_booking_rules",
    "change_location",
    "change_room",
    "change_session",
    "complete_session",
    "correct_session",
    "decide_credit",
    "edit_session",
    "mark_no_show",
    "move_session",
    "note_session",
    "repair_session_times",
    "restore_location",
    "restore_room",
    "schedule_session",
    "start_session",
    "tell_clients",
]
