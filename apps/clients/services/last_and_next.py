"""When each client trained last and trains next, told by the room that keeps the sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from apps.clients.models.client import NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

_NOTE = """UPDATE clients_client AS client
           SET last_session_at = told.last, next_session_at = told.next, booked_until = told.until
           FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[])
                AS told (id, last, next, until)
           WHERE client.id = told.id
             AND (client.last_session_at, client.next_session_at, client.booked_until)
                 IS DISTINCT FROM (told.last, told.next, told.until)"""


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """Starts of a client's latest completed, earliest open and latest open session."""

    last: datetime | None = None
    next: datetime | None = None
    until: datetime | None = None


def note_sessions(times: Mapping[UUID, SessionTimes]) -> int:
    """Write the times onto the clients and return how many differed. Call in the transaction of their cause.

    Nobody edited the client: version and history stay as they are.
    """
    if not times:
        return 0
    rows = sorted(times.items())
    columns = (
        [pk for pk, _told in rows],
        [told.last or NEVER for _pk, told in rows],
        [told.next for _pk, told in rows],
        [told.until or NEVER for _pk, told in rows],
    )
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, columns)
        return int(cursor.rowcount)
