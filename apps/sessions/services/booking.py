"""Booking, moving and describing a session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common.errors import InvalidInput
from apps.sessions.events import SessionMoved, SessionScheduled, SessionUpdated
from apps.sessions.models import SessionClient, TrainingSession
from apps.sessions.models.states import Kind
from apps.sessions.policies import Booking, run_booking_checks
from apps.sessions.services.announcing import announce, stamp
from apps.sessions.services.buffers import current_buffer
from apps.sessions.services.clashes import no_clash
from apps.sessions.services.last_and_next import tell_clients
from apps.sessions.services.locking import clients_of, hold_clients, hold_people, locked
from apps.sessions.services.openness import check_open
from apps.sessions.services.people import find_clients, find_room, find_trainer
from apps.sessions.services.rooms import KEEP, Keep
from apps.sessions.services.seats import check_capacity
from apps.sessions.services.settling import reserve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from apps.accounts.models import User

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=12)
FURTHEST = timedelta(days=3 * 366)

valid_link = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What describes a session without touching anybody's time. `notes` is the plan."""

    title: str = ""
    location: str = ""
    video_link: str = ""
    notes: str = ""


def schedule_session(  # noqa: PLR0913 - a booking has these parts
    *,
    by: User,
    trainer_id: UUID,
    client_ids: Sequence[UUID],
    starts_at: datetime,
    duration: timedelta,
    kind: str = Kind.PERSONAL,
    details: Details | None = None,
    room_id: UUID | None = None,
    capacity: int | None = None,
    key: UUID | None = None,
    anyway: bool = True,
) -> TrainingSession:
    """Book a session and publish `session.scheduled`.

    `key` becomes the session's id: the same key again answers with the session that was made the first time, so that
    a form sent twice books once. Times in the past are fine, the trainer may write down what already was.
    Not `anyway`: raises OutsideHours when the trainer's hours speak against it.
    Raises InvalidInput, DoubleBooking with free slots, and whatever a booking check raises.
    """
    details = details or Details()
    check_details(kind, client_ids, details)
    check_capacity(kind, capacity, len(set(client_ids)))
    ends_at = end_of(starts_at, duration)
    with transaction.atomic():
        hold_people([trainer_id, *client_ids, *([room_id] if room_id else [])])
        trainer = find_trainer(trainer_id)
        if key and (known := TrainingSession.objects.filter(pk=key, trainer=trainer).first()):
            return known
        ids = find_clients(client_ids, by=by)
        about: dict[str, Any] = {"kind": kind, "starts_at": starts_at, "ends_at": ends_at, "buffer": current_buffer()}
        room = find_room(room_id, clients=len(ids))
        booking = Booking(trainer=trainer, client_ids=ids, by=by, room=room, **about)
        _ask(booking, anyway=anyway)
        session = _new(booking, details, key, capacity)
        _save_new(session, booking)
        tell_clients(ids)
        reserve(session, ids, by=by)
        announce(SessionScheduled, session, by=by, client_ids=ids)
    return session


def move_session(  # noqa: PLR0913 - a time, a room, and who says so
    *,
    session_id: UUID,
    by: User,
    starts_at: datetime,
    duration: timedelta,
    room_id: UUID | Keep | None = KEEP,
    version: int | None = None,
    anyway: bool = True,
) -> TrainingSession:
    """Give a session another time or room and publish `session.moved` with the old time beside it.

    The time and room it already has are no move: nothing is written. Only another room is `session.updated`. Raises
    IllegalTransition when it has begun or is over, StaleVersion, InvalidInput, DoubleBooking with free slots; not
    `anyway`, OutsideHours.
    """
    ends_at = end_of(starts_at, duration)
    with transaction.atomic():
        session, _trainer, client_ids = _hold(session_id, room_id)
        is_room_kept = room_id in {KEEP, session.room_id}
        is_time_kept = (session.starts_at, session.ends_at) == (starts_at, ends_at)
        if is_time_kept and is_room_kept:
            return session
        session.check_version(version)
        before = {"previous_starts_at": stamp(session.starts_at), "previous_ends_at": stamp(session.ends_at)}
        if not is_room_kept:
            session.room = None if isinstance(room_id, Keep) else find_room(room_id, clients=len(client_ids))
        booking = booking_of(session, starts_at, ends_at, client_ids, by)
        session.move(starts_at, ends_at, booking.buffer)
        _ask(booking, anyway=anyway)
        session.touch()
        with no_clash(booking):
            session.save()
            session.places.update(starts_at=starts_at, ends_at=ends_at)
        tell_clients(client_ids)
        if is_time_kept:
            announce(SessionUpdated, session, by=by, client_ids=client_ids, changed=["room"])
        else:
            announce(SessionMoved, session, by=by, client_ids=client_ids, **before)
    return session


def edit_session(
    *, session_id: UUID, by: User, details: Mapping[str, str], version: int | None = None
) -> TrainingSession:
    """Change what `details` names of `title`, `location`, `video_link`, `notes` (the plan); publish `session.updated`.

    Nothing is written when nothing differs. Raises InvalidInput and StaleVersion.
    """
    with transaction.atomic():
        session, client_ids = locked(session_id)
        session.check_version(version)
        before = Details(**{name: getattr(session, name) for name in Details.__slots__})
        after = replace(before, **details)
        check_link(after)
        changed = [name for name in Details.__slots__ if getattr(before, name) != getattr(after, name)]
        if not changed:
            return session
        for name in changed:
            setattr(session, name, getattr(after, name))
        session.touch()
        session.save()
        announce(SessionUpdated, session, by=by, client_ids=client_ids, changed=changed)
    return session


def change_session(  # noqa: PLR0913 - any part may change
    *,
    session_id: UUID,
    by: User,
    version: int | None = None,
    starts_at: datetime | None = None,
    duration: timedelta | None = None,
    room_id: UUID | Keep | None = KEEP,
    details: Mapping[str, str],
    anyway: bool = True,
) -> TrainingSession:
    """Move and describe in one transaction; what is None (of the room: KEEP) or left out stays."""
    with transaction.atomic():
        session, _trainer, _client_ids = _hold(session_id, room_id)
        session.check_version(version)
        if starts_at or duration or not isinstance(room_id, Keep):
            move_session(
                session_id=session_id,
                by=by,
                starts_at=starts_at or session.starts_at,
                duration=duration or session.duration,
                room_id=room_id,
                anyway=anyway,
            )
        return edit_session(session_id=session_id, by=by, details=details)


def _ask(booking: Booking, *, anyway: bool) -> None:
    """Ask the trainer's hours, unless it is to be booked anyway, and every room that has a say."""
    if not anyway:
        check_open(booking)
    run_booking_checks(booking)


def _hold(session_id: UUID, room_id: UUID | Keep | None) -> tuple[TrainingSession, User, list[UUID]]:
    """Hold trainer, clients, the room it has and the one it is to have, then the session's row."""
    holders = TrainingSession.objects.filter(pk=session_id).values_list("trainer_id", "room_id")
    client_ids = clients_of(session_id)
    held = [pk for row in holders for pk in row if pk] + ([] if isinstance(room_id, Keep) or not room_id else [room_id])
    hold_people([*held, *client_ids])
    hold_clients(client_ids)
    session, client_ids = locked(session_id)
    return session, session.trainer, client_ids


def booking_of(
    session: TrainingSession, starts_at: datetime, ends_at: datetime, client_ids: list[UUID], by: User
) -> Booking:
    """Return what a session asks of everybody's time, if it is to be held then."""
    return Booking(
        trainer=session.trainer,
        client_ids=client_ids,
        kind=session.kind,
        starts_at=starts_at,
        ends_at=ends_at,
        by=by,
        session=session,
        room=session.room,
        buffer=current_buffer(),
    )


def _save_new(session: TrainingSession, booking: Booking) -> None:
    times = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    with no_clash(booking):
        session.save(force_insert=True)
        SessionClient.objects.bulk_create(
            SessionClient(session=session, client_id=pk, **times) for pk in booking.client_ids
        )


def _new(booking: Booking, details: Details, key: UUID | None, capacity: int | None) -> TrainingSession:
    session = TrainingSession(
        trainer=booking.trainer,
        kind=booking.kind,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        held_until=booking.held_until,
        room=booking.room,
        capacity=capacity,
        title=details.title,
        location=details.location,
        video_link=details.video_link,
        notes=details.notes,
    )
    if key:
        session.pk = key
    return session


def check_details(kind: str, client_ids: Sequence[UUID], details: Details) -> None:
    """Refuse a kind that is none, nobody where somebody must come, and a link that is no address."""
    if kind not in Kind.values:
        raise InvalidInput({"type": _("One of %(choices)s.") % {"choices": ", ".join(Kind.values)}})
    if not client_ids and kind != Kind.GROUP:
        raise InvalidInput({"clients": _("Choose at least one client.")})
    check_link(details)


def check_link(details: Details) -> None:
    """Refuse a video link that is no address."""
    try:
        if details.video_link:
            valid_link(details.video_link)
    except ValidationError as error:
        raise InvalidInput({"video_link": _("Give the whole address, with https:// before it.")}) from error


def end_of(starts_at: datetime, duration: timedelta) -> datetime:
    """Return the end. Raises InvalidInput for a length or a time that cannot be."""
    if not SHORTEST <= duration <= LONGEST:
        raise InvalidInput({"duration_minutes": _("A session lasts from 5 minutes to 12 hours.")})
    if abs(starts_at - timezone.now()) > FURTHEST:
        raise InvalidInput({"starts_at": _("Choose a time within three years of today.")})
    return starts_at + duration
