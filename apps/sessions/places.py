"""Reading groups and the places in them, for rooms whose people take, keep and leave places by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from apps.sessions.models import SessionClient, TrainingSession, WaitingPlace
from apps.sessions.models.states import Attendance, Kind, State
from apps.sessions.models.waiting import IN_LINE, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from apps.clients.models import Client

_TAKEN = SessionClient.objects.exclude(attendance=Attendance.CANCELLED)
_KEPT = WaitingPlace.objects.filter(state=Turn.OFFERED)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a client stands to a group: has a place, waits (then `turn`), or neither."""

    client: Client
    has_place: bool
    turn: WaitingPlace | None


def groups_between(since: datetime, until: datetime, *, is_free: bool = False) -> QuerySet[TrainingSession]:
    """Return the groups with a number of places that begin between two moments and have not begun.

    `is_free`: only those with a free place. Each with `left`, the seats neither taken nor kept for who was offered one, its trainer and its room.
    """
    groups = TrainingSession.objects.filter(
        starts_at__gte=since, starts_at__lte=until, kind=Kind.GROUP, state=State.SCHEDULED, capacity__isnull=False
    )
    left = F("capacity") - _count(_TAKEN) - _count(_KEPT)
    counted = groups.annotate(left=left).select_related("trainer", "room__location")
    return counted.filter(left__gt=0) if is_free else counted


def of_its_class(groups: QuerySet[TrainingSession], session: TrainingSession) -> QuerySet[TrainingSession]:
    """Narrow to the other groups of the same class: of its title, or without one of its series."""
    others = groups.exclude(pk=session.pk)
    if session.title:
        return others.filter(title=session.title)
    return others.filter(series=session.series_id) if session.series_id else others.none()


def standings(records: Sequence[Client], session_id: UUID) -> list[Standing]:
    """Return how each of them stands to a group. Two queries."""
    held = {pk for pk, attendance in attendance_in(session_id, records).items() if attendance != Attendance.CANCELLED}
    turns = WaitingPlace.objects.filter(session=session_id, client__in=records, state__in=IN_LINE)
    waiting = {turn.client_id: turn for turn in turns}
    return [Standing(one, one.pk in held, waiting.get(one.pk)) for one in records]


def attendance_in(session_id: UUID, clients: Iterable[Client]) -> dict[UUID, str]:
    """Return the attendance of those who have or had a place in a session, by id; `cancelled` of who gave it up."""
    places = SessionClient.objects.filter(session=session_id, client__in=list(clients))
    return dict(places.values_list("client_id", "attendance"))


def _count(rows: QuerySet[SessionClient] | QuerySet[WaitingPlace]) -> Coalesce:
    """Return how many of these rows a session has."""
    of_it = rows.filter(session=OuterRef("pk")).order_by().values("session").annotate(count=Count("pk"))
    return Coalesce(Subquery(of_it.values("count")), Value(0))
