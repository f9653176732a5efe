from __future__ import annotations

from apps.clients.services.access import end_access, invite_client
from apps.clients.services.clients import add_client, archive_client, restore_client, update_client

__all__ = ["add_client", "archive_client", "end_access", "invite_client", "restore_client", "update_client"]
