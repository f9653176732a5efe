"""The addresses of messages of the team, as the table has them."""

from __future__ import annotations

from typing import Any

from apps.accounts.permissions import Permission

MESSAGE = Permission.CLIENTS_MESSAGE

MESSAGES: dict[str, Any] = {
    "messages_way_out": "open",  # the signature in the address is the permission
    "own_messages": Permission.RECORD_OWN,
    "client_messages": MESSAGE,
    "client_message_new": MESSAGE,
    "client_message": MESSAGE,
    "client_message_progress": MESSAGE,
    "client_message_stop": MESSAGE,
    **{f"clients_api:message-{name}": MESSAGE for name in ("list", "detail", "preview", "stop")},
    "clients_api:messages-to": {"get": Permission.CLIENTS_VIEW, "post": MESSAGE},
    "clients_api:messages-wanted": Permission.CLIENTS_VIEW,
    "clients_api:own-messages-wanted": Permission.RECORD_OWN,
}
