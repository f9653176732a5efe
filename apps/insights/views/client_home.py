"""A client's home page: the next session, what is booked, what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from apps.accounts.permissions import Permission
from apps.clients.records import intake_of
from apps.clients.selectors import clients_visible_to, dependants_of
from apps.common.pagination import keyset
from apps.common.panels import panels_for
from apps.sessions.selectors import behind, coming_to

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from apps.accounts.models import User
    from apps.clients.models import Client

MOST_COMING, PAST_PAGE = 20, 8


def client_home(user: User, now: datetime, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page shows; `cursor` leads to older sessions."""
    record = clients_visible_to(user).first()
    return {
        "record": record,
        "asks_intake": record is not None and intake_of(record.pk).finished_at is None,
        "family": list(dependants_of(user)),
        "panels": home_panels(user) if record else [],
        **sessions_page(user, record, now, asked),
    }


def home_panels(user: User) -> list[dict[str, Any]]:
    """Return what other rooms show there; their addresses are about whoever asks."""
    return [
        {"title": panel.title, "url": reverse(panel.url_name)}
        for panel in panels_for("home.client")
        if user.may(Permission(panel.permission))
    ]


def family_panels(user: User, child: Client) -> list[dict[str, Any]]:
    """Return what other rooms show a guardian of a minor."""
    return [
        {"title": panel.title, "url": reverse(panel.url_name, args=[child.pk])}
        for panel in panels_for("family.member")
        if user.may(Permission(panel.permission))
    ]


def sessions_page(user: User, client: Client | None, now: datetime, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return a client's sessions, their own or a dependant's: the next, what is booked, what is behind."""
    coming = list(coming_to(user, client, now)[:MOST_COMING])
    upcoming = next((session for session in coming if session.is_open), None)
    past = keyset(
        behind(user, client, now), ordering=("-starts_at", "-id"), cursor=asked.get("cursor", ""), size=PAST_PAGE
    )
    return {
        "upcoming": upcoming,
        "coming": [session for session in coming if session is not upcoming],
        "past": past.rows,
        "older": past.next,
        "newer": past.previous,
    }
