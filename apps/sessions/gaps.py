"""Where nobody who is needed is booked: the gaps, found by Postgres, so that thousands of sessions never leave it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from apps.sessions.models.states import OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

type Period = tuple[datetime, datetime]

NOBODY = "00000000-0000-0000-0000-000000000000"
# No session is longer than a day: the lower bound on the start lets the indexes do the work.
_WINDOW = "starts_at < %(until)s::timestamptz + %(buffer)s AND starts_at > %(since)s::timestamptz - interval '2 days'"
_GAPS = f"""
WITH busy AS (
    SELECT tstzrange(starts_at - %(buffer)s, greatest(held_until, ends_at + %(buffer)s)) AS period
      FROM sessions_session
     WHERE (trainer_id = %(trainer)s OR room_id = %(room)s) AND state = ANY(%(open)s) AND id <> %(without)s AND {_WINDOW}
    UNION ALL
    SELECT tstzrange(starts_at, ends_at)
      FROM sessions_session_client
     WHERE client_id = ANY(%(clients)s) AND blocks AND session_id <> %(without)s AND {_WINDOW}),
free AS (
    SELECT unnest(tstzmultirange(tstzrange(%(since)s, %(until)s)) - coalesce(range_agg(period), '{{}}')) AS gap FROM busy)
SELECT lower(gap), upper(gap) FROM free WHERE upper(gap) - lower(gap) >= %(least)s ORDER BY 1
"""  # noqa: S608 - only the texts above

_GAPS_OF_EACH = f"""
WITH wanted AS (SELECT unnest(%(trainers)s::uuid[]) AS trainer_id),
busy AS (
    SELECT trainer_id, tstzrange(starts_at - %(buffer)s, greatest(held_until, ends_at + %(buffer)s)) AS period
      FROM sessions_session
     WHERE trainer_id = ANY(%(trainers)s) AND state = ANY(%(open)s) AND id <> %(without)s AND {_WINDOW}
    UNION ALL
    SELECT trainer_id, tstzrange(starts_at, ends_at)
      FROM sessions_session_client CROSS JOIN wanted
     WHERE client_id = ANY(%(clients)s) AND blocks AND session_id <> %(without)s AND {_WINDOW}),
free AS (
    SELECT trainer_id, unnest(tstzmultirange(tstzrange(%(since)s, %(until)s))
           - coalesce(range_agg(period) FILTER (WHERE period IS NOT NULL), '{{}}')) AS gap
      FROM wanted LEFT JOIN busy USING (trainer_id) GROUP BY trainer_id)
SELECT trainer_id, lower(gap), upper(gap) FROM free WHERE upper(gap) - lower(gap) >= %(least)s ORDER BY 1, 2
"""  # noqa: S608 - only the texts above


def gaps_of_each(  # noqa: PLR0913 - each is one plain fact of the question
    *,
    trainer_ids: Sequence[UUID],
    client_ids: Sequence[UUID],
    since: datetime,
    until: datetime,
    least: timedelta,
    buffer: timedelta = timedelta(0),
    without: UUID | None = None,
) -> dict[UUID, list[Period]]:
    """Return as `gaps_between`, of several trainers at once: one statement for any number of them."""
    values: dict[str, Any] = {
        "trainers": list(trainer_ids),
        "clients": list(client_ids),
        "open": [str(state) for state in OPEN],
        "since": since,
        "until": until,
        "least": least,
        "buffer": buffer,
        "without": without or NOBODY,
    }
    found: dict[UUID, list[Period]] = {pk: [] for pk in trainer_ids}
    with connection.cursor() as cursor:
        cursor.execute(_GAPS_OF_EACH, values)
        for trainer_id, start, end in cursor.fetchall():
            found[trainer_id].append((start.astimezone(UTC), end.astimezone(UTC)))
    return found


def gaps_between(  # noqa: PLR0913 - each is one plain fact of the question
    *,
    trainer_id: UUID,
    client_ids: Sequence[UUID],
    since: datetime,
    until: datetime,
    least: timedelta,
    buffer: timedelta = timedelta(0),
    without: UUID | None = None,
    room_id: UUID | None = None,
) -> list[Period]:
    """Return the times of at least that length in which neither the trainer nor a client nor the room is booked, sorted, in UTC.

    `buffer` stays free before and after each session of the trainer and in the room. `without` leaves one session out.
    """
    values: dict[str, Any] = {
        "trainer": trainer_id,
        "room": room_id,
        "clients": list(client_ids),
        "open": [str(state) for state in OPEN],
        "since": since,
        "until": until,
        "least": least,
        "buffer": buffer,
        "without": without or NOBODY,
    }
    with connection.cursor() as cursor:
        cursor.execute(_GAPS, values)
        return [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in cursor.fetchall()]
