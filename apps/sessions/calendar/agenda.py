"""Sessions one after the other, by day, from a day on; as many at a time as one reads."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from apps.common.pagination import keyset
from apps.sessions.calendar.entries import name_people, read
from apps.sessions.selectors import bounds, narrowed, sessions_visible_to

if TYPE_CHECKING:
    from datetime import date

    from apps.accounts.models import User
    from apps.sessions.calendar.asked import Asked
    from apps.sessions.calendar.entries import Entry

SIZE = 50


@dataclass(frozen=True, slots=True)
class Agenda:
    """`more` is the address of what follows, `earlier` of what stood before; empty where nothing does."""

    days: list[tuple[date, list[Entry]]]
    more: str
    earlier: str


def agenda(user: User, asked: Asked) -> Agenda:
    """Return a page of what starts on a day or after it. Raises InvalidInput on a cursor that is not one of ours."""
    since, _until = bounds([asked.day])
    sessions = narrowed(sessions_visible_to(user).filter(starts_at__gte=since), user, **asked.filters)
    page = keyset(sessions.only("starts_at"), ordering=("starts_at", "id"), cursor=asked.cursor, size=SIZE)
    ids = [session.pk for session in page.rows]
    entries = read(sessions_visible_to(user).filter(pk__in=ids).order_by("starts_at", "id")) if ids else []
    name_people(entries, user)
    return Agenda(
        days=[(day, list(own)) for day, own in groupby(entries, key=lambda entry: entry.start.date())],
        more=asked.url(cursor=page.next) if page.next else "",
        earlier=asked.url(cursor=page.previous) if page.previous else "",
    )
