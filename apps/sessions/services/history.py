"""Sessions that were held before they were told here: imports and demo data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from apps.activity.services.history import Past, record_past
from apps.common.errors import InvalidInput
from apps.common.ids import uuid7
from apps.sessions.events import SessionCancelled, SessionCompleted, SessionNoShow, SessionScheduled
from apps.sessions.models import SessionClient, TrainingSession
from apps.sessions.models.states import Attendance, CancelledBy, Credit, Kind, State
from apps.sessions.services.announcing import facts_of
from apps.sessions.services.last_and_next import tell_clients
from apps.sessions.services.locking import hold_clients

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from apps.accounts.models import User

BATCH = 1000
NOTICE = timedelta(hours=3)
"""How long before its start a session that was called off counts as called off, when nobody wrote it down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSession:
    """One session that is over. `state` is completed, cancelled or no_show; `booked_at` lies before its start."""

    trainer: User
    client_ids: Sequence[UUID]
    starts_at: datetime
    duration: timedelta
    booked_at: datetime
    state: State = State.COMPLETED
    kind: Kind = Kind.PERSONAL
    title: str = ""
    location: str = ""
    notes: str = ""
    outcome: str = ""
    client_notes: str = ""
    cancelled_by: CancelledBy = CancelledBy.CLIENT
    reason: str = ""


def record_past_sessions(told: Sequence[PastSession]) -> list[TrainingSession]:
    """Write finished sessions and their timeline rows, each at its own time, and return them in the given order.

    Many at once, and without receivers: nobody gets mail about last year. Raises InvalidInput when one is not over.
    """
    now = timezone.now()
    for past in told:
        if past.starts_at + past.duration > now or past.state in {State.SCHEDULED, State.IN_PROGRESS}:
            raise InvalidInput({"state": "Only sessions that are over can be recorded."})
    sessions = [_session(past) for past in told]
    places = [
        SessionClient(
            session=session,
            client_id=client_id,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            blocks=False,
            attendance=Attendance.NO_SHOW if past.state == State.NO_SHOW else Attendance.BOOKED,
            credit=Credit.ATTENDED if past.state == State.COMPLETED else Credit.FORFEITED,
        )
        for session, past in zip(sessions, told, strict=True)
        for client_id in past.client_ids
    ]
    client_ids = sorted({place.client_id for place in places})
    with transaction.atomic():
        hold_clients(client_ids)
        TrainingSession.objects.bulk_create(sessions, batch_size=BATCH)
        SessionClient.objects.bulk_create(places, batch_size=BATCH)
        record_past(row for pair in zip(sessions, told, strict=True) for row in _happened(*pair))
        tell_clients(client_ids)
    return sessions


def _session(past: PastSession) -> TrainingSession:
    ends_at = past.starts_at + past.duration
    is_held, is_off = past.state == State.COMPLETED, past.state == State.CANCELLED
    return TrainingSession(
        id=uuid7(past.booked_at),
        created_at=past.booked_at,
        trainer=past.trainer,
        kind=past.kind,
        title=past.title,
        starts_at=past.starts_at,
        ends_at=ends_at,
        location=past.location,
        notes=past.notes,
        outcome=past.outcome,
        client_notes=past.client_notes,
        state=past.state,
        started_at=past.starts_at if is_held else None,
        completed_at=ends_at if is_held else None,
        missed_at=ends_at if past.state == State.NO_SHOW else None,
        is_late=is_off and past.cancelled_by == CancelledBy.CLIENT,
        cancelled_at=_called_off(past) if is_off else None,
        cancelled_by=past.cancelled_by if is_off else "",
        cancel_reason=past.reason if is_off else "",
    )


def _happened(session: TrainingSession, past: PastSession) -> Iterator[Past]:
    facts, ids = facts_of(session), past.client_ids
    yield Past(SessionScheduled(**facts), past.booked_at, past.trainer, ids)
    if past.state == State.COMPLETED:
        yield Past(SessionCompleted(**facts, outcome=past.outcome), session.ends_at, past.trainer, ids)
    elif past.state == State.NO_SHOW:
        yield Past(SessionNoShow(**facts), session.ends_at, past.trainer, ids)
    else:
        event = SessionCancelled(**facts, cancelled_by=past.cancelled_by, reason=past.reason, is_late=session.is_late)
        yield Past(event, _called_off(past), past.trainer, ids)


def _called_off(past: PastSession) -> datetime:
    return max(past.booked_at, past.starts_at - NOTICE)
