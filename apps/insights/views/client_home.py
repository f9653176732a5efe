"""A client's home page: the next session, what is booked, what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.clients.records import intake_of
from apps.clients.selectors import clients_visible_to
from apps.common.pagination import keyset
from apps.sessions.selectors import behind, coming_to

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from apps.accounts.models import User

MOST_COMING, PAST_PAGE = 20, 8


def client_home(user: User, now: datetime, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page shows; `cursor` leads to older sessions."""
    coming = list(coming_to(user, now)[:MOST_COMING])
    upcoming = next((session for session in coming if session.is_open), None)
    past = keyset(behind(user, now), ordering=("-starts_at", "-id"), cursor=asked.get("cursor", ""), size=PAST_PAGE)
    record = clients_visible_to(user).first()
    return {
        "record": record,
        "asks_intake": record is not None and intake_of(record.pk).finished_at is None,
        "upcoming": upcoming,
        "coming": [session for session in coming if session is not upcoming],
        "past": past.rows,
        "older": past.next,
        "newer": past.previous,
    }
