"""Telling the clients when they trained last and train next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Min, Q

from apps.clients.selectors import ids_of_all
from apps.clients.services import SessionTimes, note_sessions
from apps.sessions.models import SessionClient
from apps.sessions.models.states import Attendance, State
from apps.sessions.services.locking import hold_clients

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

AT_ONCE = 500
PRESENT = [Attendance.BOOKED, Attendance.CAME]


def tell_clients(client_ids: Sequence[UUID]) -> int:
    """Renew the times on these clients; call at the end of every transaction that changes their places."""
    return note_sessions(_times(client_ids))


def repair_session_times() -> int:
    """Compute every client's times anew and return how many were wrong. May run beside everything else."""
    wrong, after = 0, None
    while ids := ids_of_all(after=after, most=AT_ONCE):
        with transaction.atomic():
            hold_clients(ids)
            wrong += tell_clients(ids)
        after = ids[-1]
    return wrong


def _times(client_ids: Sequence[UUID]) -> dict[UUID, SessionTimes]:
    is_open = Q(blocks=True)
    found = (
        SessionClient.objects.filter(client_id__in=client_ids)
        .values_list("client_id")
        .annotate(
            last=Max("starts_at", filter=Q(session__state=State.COMPLETED, attendance__in=PRESENT)),
            next=Min("starts_at", filter=is_open),
            until=Max("starts_at", filter=is_open),
        )
    )
    known = {pk: SessionTimes(*times) for pk, *times in found}
    return {pk: known.get(pk, SessionTimes()) for pk in client_ids}
