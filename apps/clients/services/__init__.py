from __future__ import annotations

from apps.clients.services.clients import add_client, archive_client, restore_client, update_client

__all__ = ["add_client", "archive_client", "restore_client", "update_client"]
