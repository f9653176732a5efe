"""People and sessions held still while they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from apps.common.errors import NotFound
from apps.sessions.models import SessionClient, TrainingSession
from apps.sessions.models.states import Attendance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

_CLIENTS = "SELECT id FROM clients_client WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
_HOLD = """SELECT pg_advisory_xact_lock(key)
           FROM (SELECT DISTINCT hashtextextended(id, 0) AS key FROM unnest(%s::text[]) AS id ORDER BY 1) AS people"""


def hold_people(ids: Iterable[UUID]) -> None:
    """Let bookings of the same person go one after the other until the transaction ends.

    The exclusion constraints alone would let two that meet wait for each other until Postgres ends one as a deadlock.
    The keys are taken in order, before any row, so that nobody waits in a circle.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [[str(pk) for pk in ids]])


def locked(session_id: UUID) -> tuple[TrainingSession, list[UUID]]:
    """Return the session, locked, and the ids of its clients. The caller has checked that it may be seen."""
    session = TrainingSession.objects.select_for_update().filter(pk=session_id).first()
    if session is None:
        raise NotFound
    return session, clients_of(session_id)


def clients_of(session_id: UUID) -> list[UUID]:
    """Return the ids of the clients who have a place in a session; who gave theirs up has none."""
    places = SessionClient.objects.filter(session=session_id).exclude(attendance=Attendance.CANCELLED)
    return list(places.order_by("client_id").values_list("client_id", flat=True))


def hold_clients(ids: Iterable[UUID]) -> None:
    """Lock the rows of clients, in order; before the session's, as archiving a client does."""
    with connection.cursor() as cursor:
        cursor.execute(_CLIENTS, [list(ids)])
