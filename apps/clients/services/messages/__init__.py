"""Messages of the team to clients, by e-mail.

They know clients only through `selectors.messages` and the log of contacts, so that they can move to a room of their own.
"""

from __future__ import annotations

from apps.clients.services.messages.asking import preview_message, start_message, stop_message
from apps.clients.services.messages.opting import refuse_messages, want_messages
from apps.clients.services.messages.sending import run_message

__all__ = [
    "preview_message",
    "refuse_messages",
    "run_message",
    "start_message",
    "stop_message",
    "want_messages",
]
