"""Moving and describing many sessions of a series together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.common.errors import IllegalTransition, NotFound
from apps.common.ids import uuid7
from apps.sessions.models import Series, SeriesClient, TrainingSession
from apps.sessions.series_events import SeriesChanged
from apps.sessions.services.booking import Details, change_session, check_link
from apps.sessions.services.last_and_next import tell_clients
from apps.sessions.services.people import find_room
from apps.sessions.services.rooms import KEEP, Keep
from apps.sessions.services.series.announcing import facts_of_series
from apps.sessions.services.series.applying import (
    Target,
    bookings_of,
    clients_by_session,
    refuse_what_clashes,
    save_sessions,
    times_of,
)
from apps.sessions.services.series.ending import end_rule
from apps.sessions.services.series.making import extend_later
from apps.sessions.services.series.scope import Scope, anchor_of, hold_series, sessions_in
from apps.sessions.services.series.shifting import shift_of, shifted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta
    from uuid import UUID

    from apps.accounts.models import User


def change_series(  # noqa: PLR0913 - any part may change
    *,
    series_id: UUID,
    by: User,
    scope: Scope,
    session_id: UUID | None = None,
    starts_at: datetime | None = None,
    duration: timedelta | None = None,
    room_id: UUID | Keep | None = KEEP,
    details: Mapping[str, str] | None = None,
    version: int | None = None,
) -> TrainingSession:
    """Change a session of a series, it and those after it, or all that have not begun; return the named one, else the next.

    `starts_at` is the named session's new time: the others get the same time on the wall, and of a weekly rule the same
    other weekday. Who was moved by hand keeps its time. Where sessions lie before, they stay with the old rule and the
    rest becomes a series of its own. What is left out stays; no change writes nothing. `version` is the series', and not asked of one session.
    Raises NotFound, InvalidInput, IllegalTransition, StaleVersion, and SeriesClash when one of the new times is taken.
    """
    details = details or {}
    if scope == Scope.THIS and session_id:
        _find(series_id, session_id)
        time: dict[str, Any] = {"starts_at": starts_at, "duration": duration, "room_id": room_id}
        return change_session(session_id=session_id, by=by, details=details, **time)
    check_link(Details(**details))
    with transaction.atomic():
        series = hold_series(series_id, [] if isinstance(room_id, Keep) or not room_id else [room_id])
        if series is None:
            raise NotFound
        anchor = anchor_of(series, session_id, scope)
        series.check_version(version)
        sessions = sessions_in(series, anchor, scope)
        if anchor not in sessions:
            raise IllegalTransition(_("Only what has not begun can be changed."))
        room = room_id if isinstance(room_id, Keep) else find_room(room_id, clients=_most(sessions))
        shift = shift_of(series.timing, anchor, starts_at)
        target = Target(shift=shift, duration=duration, room=room, details=details)
        if changed := _differing(series, target):
            _together(series, sessions, anchor, target, by=by, scope=scope, changed=changed)
    return TrainingSession.objects.get(pk=anchor.pk)


def _together(  # noqa: PLR0913 - the parts of one change
    series: Series,
    sessions: list[TrainingSession],
    anchor: TrainingSession,
    target: Target,
    *,
    by: User,
    scope: Scope,
    changed: list[str],
) -> None:
    if target.shift and series.sessions.filter(original_start__lt=sessions[0].original_start).exists():
        series = _split(series, sessions)
    clients = _change(series, sessions, anchor, target, by)
    event = SeriesChanged(**facts_of_series(series, sessions), scope=scope, changed=changed)
    publish(event, actor=by, client_ids=clients)


def _differing(series: Series, target: Target) -> list[str]:
    """Return the names of what changes."""
    is_other = {
        "time": target.shift is not None,
        "duration": target.duration not in {None, series.duration},
        "room": not isinstance(target.room, Keep) and target.room != series.room,
        **{name: getattr(series, name) != value for name, value in target.details.items()},
    }
    return [name for name, differs in is_other.items() if differs]


def _split(series: Series, sessions: list[TrainingSession]) -> Series:
    """Let the rule end before these sessions and return a series of their own for them."""
    rest = Series.objects.select_related("trainer", "booked_by", "room__location").get(pk=series.pk)
    rest.pk, rest.created_at, rest.version = uuid7(), timezone.now(), 1
    rest.save(force_insert=True)
    SeriesClient.objects.bulk_create(
        SeriesClient(series=rest, client_id=pk) for pk in series.members.values_list("client", flat=True)
    )
    end_rule(series, sessions[0])
    series.touch()
    series.save()
    extend_later(series)
    return rest


def _change(
    series: Series, sessions: list[TrainingSession], anchor: TrainingSession, target: Target, by: User
) -> list[UUID]:
    """Give series and sessions what they are to have, and return the clients."""
    clients = clients_by_session(sessions)
    times = times_of(series, sessions, anchor, target)
    bookings = bookings_of(times, target, clients, by)
    refuse_what_clashes(series, sessions, bookings)
    if target.shift:
        series.follow(shifted(series.timing, target.shift, sessions))
    for name, value in target.details.items():
        setattr(series, name, value)
    series.minutes = int((target.duration or series.duration).total_seconds() // 60)
    series.room = series.room if isinstance(target.room, Keep) else target.room
    series.touch()
    series.save()
    save_sessions(series, bookings, times, target)
    extend_later(series)
    everybody = sorted({pk for ids in clients.values() for pk in ids})
    tell_clients(everybody)
    return everybody


def _most(sessions: list[TrainingSession]) -> int:
    return max((len(ids) for ids in clients_by_session(sessions).values()), default=0)


def _find(series_id: UUID, session_id: UUID) -> None:
    if not TrainingSession.objects.filter(pk=session_id, series=series_id).exists():
        raise NotFound
