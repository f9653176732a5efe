from __future__ import annotations

from apps.clients.services.access import end_access, invite_client
from apps.clients.services.clients import add_client, archive_client, restore_client, update_client
from apps.clients.services.last_and_next import SessionTimes, note_sessions
from apps.clients.services.merging import merge_clients, undo_merge
from apps.clients.services.reverting import Part, revert_change

__all__ = [
    "Part",
    "SessionTimes",
    "add_client",
    "archive_client",
    "end_access",
    "invite_client",
    "merge_clients",
    "note_sessions",
    "restore_client",
    "revert_change",
    "undo_merge",
    "update_client",
]
