"""Whether others have a time, asked by one statement that waits for nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from apps.booking.models.hold import HoldState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta
    from uuid import UUID

# No session is longer than a day: the lower bound on the start lets the indexes do the work.
_TAKEN = """
SELECT trainer_id FROM sessions_session
 WHERE trainer_id = ANY(%(trainers)s) AND state IN ('scheduled', 'in_progress') AND id <> %(key)s
   AND starts_at < %(until)s::timestamptz + %(buffer)s AND starts_at > %(since)s::timestamptz - interval '2 days'
   AND greatest(held_until, ends_at + %(buffer)s) > %(since)s
UNION
SELECT trainer_id FROM booking_hold
 WHERE trainer_id = ANY(%(trainers)s) AND state = %(held)s AND expires_at > %(now)s AND id <> %(key)s
   AND starts_at < %(until)s::timestamptz + %(buffer)s AND ends_at > %(since)s::timestamptz - %(buffer)s
"""


def are_taken(trainer_ids: Sequence[UUID], *, since: datetime, until: datetime, buffer: timedelta, key: UUID) -> bool:
    """Say whether every one of the trainers has a session then, or keeps the time for somebody. What has the id `key` does not count.

    It says less than `check_bookable` and locks nothing: a true answer is worth a refusal, a false one no booking.
    """
    values: dict[str, Any] = {
        "trainers": list(trainer_ids),
        "held": str(HoldState.HELD),
        "since": since,
        "until": until,
        "buffer": buffer,
        "now": timezone.now(),
        "key": key,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, values)
        taken = {pk for (pk,) in cursor.fetchall()}
    return taken.issuperset(trainer_ids)
