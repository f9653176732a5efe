"""Reading sessions. Everything starts from what the person may see."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from apps.accounts.roles import Role
from apps.activity.selectors import recent_activity
from apps.clients.selectors import records_visible_to, trainers
from apps.sessions.models import BookingRules, SessionClient, TrainingSession, WaitingPlace
from apps.sessions.models.states import OPEN, Attendance, CancelledBy, Kind, State
from apps.sessions.models.waiting import IN_LINE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from apps.accounts.models import User
    from apps.activity.models import Activity
    from apps.clients.models import Client
    from apps.sessions.policies import Booking

type Period = tuple[datetime, datetime]

SEE_ALL = frozenset({Role.OWNER, Role.MANAGER, Role.FRONT_DESK})
SIMPLE = {
    "to": "starts_at__lt",
    "from": "ends_at__gt",
    "trainer": "trainer_id",
    "location": "room__location_id",
    "room": "room_id",
    "series": "series_id",
    "state": "state",
    "type": "kind",
}
"""Filters that are one comparison."""
HELD = Greatest("ends_at", "held_until")
"""Until when trainer and room are taken."""


def sessions_visible_to(user: User) -> QuerySet[TrainingSession]:
    """Return the sessions a person may see.

    Owner, manager and front desk see all; a trainer their own and those of clients they see; a client the ones in which
    they, or the minors whose guardian they are, have a place.
    """
    sessions = TrainingSession.objects.all()
    if user.role in SEE_ALL:
        return sessions
    theirs = SessionClient.objects.filter(session=OuterRef("pk"), client__in=records_visible_to(user))
    if user.role == Role.TRAINER:
        return sessions.filter(Q(trainer=user) | Q(Exists(theirs)))
    return sessions.filter(Exists(theirs))


def booking_rules() -> BookingRules:
    """Return what the business decided about booking; what it never touched is as it came. One query."""
    return BookingRules.objects.first() or BookingRules()


def trainers_of(user: User) -> list[User]:
    """Return those a person may book for: everybody who trains; a trainer books for themselves."""
    return [user] if user.role == Role.TRAINER else list(trainers())


def title_of(session: TrainingSession) -> str:
    """Return the name by which people know a session: a group's title, else who comes."""
    names = [place.client.full_name for place in session.places.all()]
    if session.kind == "group" and session.title:
        return session.title
    return ", ".join(names) or session.title or session.get_kind_display()


def places_seen_by(user: User) -> QuerySet[SessionClient]:
    """Return the places a person may know of: a client never learns who else, but for their dependants, has one."""
    places = SessionClient.objects.all()
    return places.filter(client__in=records_visible_to(user)) if user.role == Role.CLIENT else places


def with_people(sessions: QuerySet[TrainingSession], user: User) -> QuerySet[TrainingSession]:
    """Load trainer and clients along, as far as the person may know of them: two queries for any number of sessions.

    Who gave their place up is not among them.
    """
    places = places_seen_by(user).select_related("client").order_by("client__sort_name", "id")
    places = places.exclude(attendance=Attendance.CANCELLED)
    return sessions.select_related("trainer", "room__location").prefetch_related(Prefetch("places", queryset=places))


def bounds(days: Sequence[date]) -> tuple[datetime, datetime]:
    """Return the first moment of the first day and the last of the last, in the current time zone."""
    zone = timezone.get_current_timezone()
    start = datetime.combine(days[0], time(0), zone)
    return start, datetime.combine(days[-1] + timedelta(days=1), time(0), zone)


def sessions_between(user: User, since: datetime, until: datetime, **filters: Any) -> QuerySet[TrainingSession]:
    """Return what touches the time from `since` to `until`, by start, with its people; `filters` as of `narrowed`."""
    # No session is longer than a day: the second bound lets the index on the start do the work.
    touching = Q(starts_at__lt=until, ends_at__gt=since, starts_at__gt=since - timedelta(days=1))
    sessions = narrowed(sessions_visible_to(user).filter(touching), user, **filters)
    return with_people(sessions, user).order_by("starts_at", "id")


def narrowed(sessions: QuerySet[TrainingSession], user: User, **filters: Any) -> QuerySet[TrainingSession]:
    """Narrow by `from` and `to` (what touches that time), `trainer`, `client`, `location`, `room`, `series`, `state`, `type` and `search`."""
    chosen = sessions.filter(**{SIMPLE[name]: value for name, value in filters.items() if name in SIMPLE})
    places = places_seen_by(user).filter(session=OuterRef("pk"))
    if "client" in filters:
        chosen = chosen.filter(Exists(places.filter(client_id=filters["client"])))
    for word in filters.get("search", "").split():
        named = Q(client__first_name__icontains=word) | Q(client__last_name__icontains=word)
        found = Q(title__icontains=word) | Q(location__icontains=word) | Q(room__name__icontains=word)
        chosen = chosen.filter(found | Exists(places.filter(named)))
    return chosen


def upcoming_of_client(user: User, client_id: UUID, at: datetime) -> QuerySet[TrainingSession]:
    """Return a client's sessions that are still to be held, soonest first."""
    places = SessionClient.objects.filter(client_id=client_id, blocks=True, ends_at__gt=at)
    sessions = sessions_visible_to(user).filter(pk__in=places.values("session"))
    return with_people(sessions, user).order_by("starts_at", "id")


def coming_to(user: User, client: Client | None, at: datetime) -> QuerySet[TrainingSession]:
    """Return what a client has ahead, soonest first; what was called off too, so that they learn of it."""
    ahead = _of(user, client).filter(ends_at__gt=at).exclude(state__in=[State.COMPLETED, State.NO_SHOW])
    return ahead.select_related("trainer", "room__location").order_by("starts_at", "id")


def behind(user: User, client: Client | None, at: datetime) -> QuerySet[TrainingSession]:
    """Return what a client has behind them; not what was called off."""
    is_over = Q(ends_at__lte=at) | Q(state__in=[State.COMPLETED, State.NO_SHOW])
    return _of(user, client).filter(is_over).exclude(state=State.CANCELLED).select_related("trainer", "room__location")


def _of(user: User, client: Client | None) -> QuerySet[TrainingSession]:
    """Return a client's sessions as far as the person may see them; none for no client."""
    if client is None:
        return TrainingSession.objects.none()
    places = SessionClient.objects.filter(session=OuterRef("pk"), client=client)
    return sessions_visible_to(user).filter(Exists(places.exclude(attendance=Attendance.CANCELLED)))


def sessions_of_client(user: User, client_id: UUID) -> QuerySet[TrainingSession]:
    """Return all of a client's sessions, newest first."""
    places = SessionClient.objects.filter(client_id=client_id)
    sessions = sessions_visible_to(user).filter(pk__in=places.values("session"))
    return with_people(sessions, user).order_by("-starts_at", "-id")


def taking_place() -> Q:
    """Match what is booked, running or was held."""
    return Q(state__in=[*OPEN, State.COMPLETED])


def held() -> Q:
    """Match what was held."""
    return Q(state=State.COMPLETED)


def came() -> Q:
    """Match the places of sessions of who came, or is taken to have come."""
    return Q(places__attendance__in=[Attendance.BOOKED, Attendance.CAME])


def attended() -> Q:
    """Match what counts for attendance: held, missed (no-show), or called off by the client."""
    return held() | Q(state=State.NO_SHOW) | Q(state=State.CANCELLED, cancelled_by=CancelledBy.CLIENT)


def history_of(session: TrainingSession) -> QuerySet[Activity]:
    """Return what happened to a session, oldest first: read from the timelines of its clients."""
    own = Q(payload__session_id=str(session.pk))
    if session.series_id:
        own |= Q(payload__session_ids__contains=str(session.pk))
    rows = recent_activity().filter(own, name__startswith="session.").order_by("id")
    everybody = SessionClient.objects.filter(session=session).values("client_id")  # who left too
    if session.kind != Kind.GROUP:
        return rows.filter(client_links__client_id__in=everybody).distinct()
    waiting = WaitingPlace.objects.filter(session=session).values_list("client_id", flat=True)
    people = set(everybody.values_list("client_id", flat=True).union(waiting))
    return rows.filter(client_links__client_id__in=people).distinct() if people else rows


def names_in(session: TrainingSession, rows: Sequence[Activity]) -> dict[str, str]:
    """Return the names of those whom the rows of a group's history are about, by id."""
    ids = {row.payload["client_id"] for row in rows if row.payload.get("client_id")}
    known = {str(place.client_id): place.client.full_name for place in session.places.all()}
    if ids <= set(known):
        return known
    seen = SessionClient.objects.filter(session=session, client_id__in=ids).select_related("client")
    line = WaitingPlace.objects.filter(session=session, client_id__in=ids).select_related("client")
    return known | {str(place.client_id): place.client.full_name for rows_of in (seen, line) for place in rows_of}


def unfinished(user: User, at: datetime) -> QuerySet[TrainingSession]:
    """Return sessions whose time is over and of which nobody has said how they went, oldest first."""
    sessions = sessions_visible_to(user).filter(state__in=OPEN, ends_at__lte=at)
    return with_people(sessions, user).order_by("starts_at", "id")


def busy_periods(  # noqa: PLR0913 - each is one plain fact of the question
    *,
    trainer_id: UUID,
    client_ids: Sequence[UUID],
    since: datetime,
    until: datetime,
    without: UUID | None = None,
    room_id: UUID | None = None,
    buffer: timedelta = timedelta(0),
) -> list[Period]:
    """Return when a session of these people, in this room, cannot be, sorted by start. Tells no more than that.

    `buffer` is what trainer and room would need after it: their time is taken that much earlier.
    """
    theirs = Q(trainer_id=trainer_id) | Q(room_id=room_id) if room_id else Q(trainer_id=trainer_id)
    held = TrainingSession.objects.annotate(held=HELD).filter(theirs, state__in=OPEN, starts_at__lt=until + buffer)
    clients = SessionClient.objects.filter(
        client_id__in=client_ids, blocks=True, starts_at__lt=until, ends_at__gt=since
    )
    if without:
        held, clients = held.exclude(pk=without), clients.exclude(session=without)
    taken = held.filter(held__gt=since).order_by().values_list(F("starts_at") - buffer, "held")
    return sorted(taken.union(clients.order_by().values_list("starts_at", "ends_at")))


def clashing(booking: Booking) -> QuerySet[TrainingSession]:
    """Return open sessions of the trainer, of the room or of one of the clients that are in a booking's way, with their people."""
    theirs = SessionClient.objects.filter(session=OuterRef("pk"), client_id__in=booking.client_ids)
    holders = Q(trainer=booking.trainer) | Q(room=booking.room) if booking.room else Q(trainer=booking.trainer)
    held = holders & Q(starts_at__lt=booking.held_until, held__gt=booking.starts_at)
    overlap = Q(starts_at__lt=booking.ends_at, ends_at__gt=booking.starts_at)
    sessions = TrainingSession.objects.alias(held=HELD).filter(held | overlap & Exists(theirs), state__in=OPEN)
    if booking.session:
        sessions = sessions.exclude(pk=booking.session.pk)
    return with_people(sessions, booking.by).order_by("starts_at", "id")


def waiting_for(session: TrainingSession) -> QuerySet[WaitingPlace]:
    """Return who stands in line for a group, the next first."""
    line = session.waiting.filter(state__in=IN_LINE).select_related("client")
    return line.order_by("joined_at", "id")


def waiting_of(user: User) -> QuerySet[WaitingPlace]:
    """Return the waits of a person, and of the minors whose guardian they are, that are not over; offers first."""
    ahead = Q(session__ends_at__gt=timezone.now())
    line = WaitingPlace.objects.filter(ahead, client__in=records_visible_to(user), state__in=IN_LINE)
    return line.select_related("session__trainer", "client").order_by("offer_until", "joined_at", "id")


def planned_between(trainer_id: UUID | None, since: datetime, until: datetime) -> int:
    """Return how many open sessions of a trainer, or with None of anybody, touch a time."""
    sessions = TrainingSession.objects.filter(starts_at__lt=until, ends_at__gt=since, state__in=OPEN)
    return (sessions.filter(trainer=trainer_id) if trainer_id else sessions).count()


def session_with_people(session_id: UUID | str) -> TrainingSession | None:
    """Return a session with everybody in it, for letters and others that act for the business itself."""
    places = SessionClient.objects.select_related("client").order_by("client__sort_name", "id")
    sessions = TrainingSession.objects.select_related("trainer", "room__location")
    return sessions.prefetch_related(Prefetch("places", queryset=places)).filter(pk=session_id).first()


def taken_times(
    *, booking: Booking, since: datetime, until: datetime, without: set[UUID]
) -> list[tuple[datetime, datetime, UUID, bool]]:
    """Return what is open of a booking's trainer, room and clients in a time: start, end, session, and whether a break counts.

    Trainer and room (True) are taken until the break is over, clients (False) until the end. Sorted by start. One query.
    """
    theirs = Q(trainer=booking.trainer) | Q(room=booking.room) if booking.room else Q(trainer=booking.trainer)
    held = TrainingSession.objects.annotate(held=HELD).filter(
        theirs, state__in=OPEN, starts_at__lt=until, held__gt=since
    )
    clients = SessionClient.objects.filter(
        client_id__in=booking.client_ids, blocks=True, starts_at__lt=until, ends_at__gt=since
    )
    rows = held.values_list("starts_at", "held", "pk", Value(True))
    theirs_too = clients.values_list("starts_at", "ends_at", "session_id", Value(False))
    return sorted(row for row in rows.union(theirs_too, all=True) if row[2] not in without)
