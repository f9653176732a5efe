"""Saving a session, and what to say when Postgres finds somebody booked twice."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.common.business import current
from apps.common.errors import Conflict
from apps.common.templatetags.formats import clock_text, day_text, local
from apps.sessions.models.place import CLIENT_CLASH
from apps.sessions.models.session import ROOM_CLASH, TRAINER_CLASH
from apps.sessions.selectors import clashing, sessions_visible_to
from apps.sessions.services.slots import next_free_slots

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.sessions.models import TrainingSession
    from apps.sessions.policies import Booking

CLASHES = {TRAINER_CLASH, ROOM_CLASH, CLIENT_CLASH}
MOST_NAMED = 3


class DoubleBooking(Conflict):
    """Somebody has no time then, or the room is taken; `free_slots` holds the next times at which everybody has."""

    code = "double_booking"
    title = gettext_lazy("Somebody is already booked then")


@contextmanager
def no_clash(booking: Booking) -> Iterator[None]:
    """Write inside; a refusal by one of the exclusion constraints becomes a DoubleBooking with free slots."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if name not in CLASHES:
            raise
        raise _double_booking(booking) from error


def _double_booking(booking: Booking) -> DoubleBooking:
    found = list(clashing(booking)[:MOST_NAMED])
    visible = sessions_visible_to(booking.by).filter(pk__in=[session.pk for session in found])
    seen = set(visible.values_list("pk", flat=True))
    lines = [line_of(session, booking, is_seen=session.pk in seen) for session in found]
    slots = next_free_slots(
        trainer_id=booking.trainer.pk,
        client_ids=booking.client_ids,
        duration=booking.ends_at - booking.starts_at,
        after=max(booking.starts_at, timezone.now()),
        zone=current().zone,
        without=booking.session.pk if booking.session else None,
        room_id=booking.room_id,
        buffer=booking.buffer,
    )
    return DoubleBooking(" ".join(lines), extra={"free_slots": [slot.as_json() for slot in slots]})


def line_of(session: TrainingSession, booking: Booking, *, is_seen: bool) -> str:
    """Say who or which room is taken when; with whom only to somebody who may see that session."""
    names = [place.client.full_name for place in session.places.all()]
    taken = [place.client.full_name for place in session.places.all() if place.client_id in booking.client_ids]
    is_trainer = session.trainer_id == booking.trainer.pk
    words = {
        "who": booking.trainer.full_name if is_trainer else ", ".join(taken),
        "what": session.title or ", ".join(names) if is_trainer else session.trainer.full_name,
        "day": day_text(local(session.starts_at).date(), words=False),
        "start": clock_text(session.starts_at),
        "end": clock_text(session.ends_at),
    }
    is_room = not is_trainer and not taken
    return _words(booking, words, is_room=is_room, is_seen=is_seen) + _break(session, booking)


def _words(booking: Booking, words: dict[str, str], *, is_room: bool, is_seen: bool) -> str:
    if is_room:
        words["who"] = booking.room.name if booking.room else ""
        return _("%(who)s is taken on %(day)s, %(start)s to %(end)s.") % words
    if is_seen and words["what"]:
        return _("%(who)s has a session with %(what)s on %(day)s, %(start)s to %(end)s.") % words
    return _("%(who)s is not free on %(day)s, %(start)s to %(end)s.") % words


def _break(session: TrainingSession, booking: Booking) -> str:
    """Say that it is only the break between the two that is missing."""
    if session.ends_at > booking.starts_at and session.starts_at < booking.ends_at:
        return ""
    first = session if session.ends_at <= booking.starts_at else booking
    minutes = int(((first.held_until or first.ends_at) - first.ends_at).total_seconds() // 60)
    return " " + _("%(minutes)d minutes are kept free after a session.") % {"minutes": minutes}
