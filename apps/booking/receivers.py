"""Letters: the link that books a held time, and to clients what became of their sessions, with a file for their calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.bus import receives
from apps.activity.selectors import timeline_of_client
from apps.booking.events import TimeHeld
from apps.booking.letters import acted, send, write, write_question
from apps.booking.models import Hold
from apps.booking.selectors import asks_feedback, is_self_booked, writes_to_clients
from apps.booking.services.tokens import token_of_hold
from apps.clients.services.contacts import record_letter
from apps.common.business import current
from apps.common.letters import Letter
from apps.common.links import absolute
from apps.common.templatetags.formats import moment_text
from apps.sessions.events import SessionCancelled, SessionCompleted, SessionMoved, SessionScheduled
from apps.sessions.group_events import SessionClientAdded, SessionClientRemoved, WaitingEnded
from apps.sessions.selectors import session_with_people
from apps.sessions.services.feedback_links import asked_in, path_of_feedback

if TYPE_CHECKING:
    from apps.activity.models import Activity

ASKED_WITHIN = timedelta(days=2)


@receives(TimeHeld)
def mail_hold(event: TimeHeld, activity: Activity) -> None:
    """Send the link that books the time; not when it is booked already, or was forgotten."""
    hold = Hold.objects.select_related("bookable", "trainer").filter(pk=event.hold_id).first()
    if hold is None or hold.is_confirmed:
        return
    with timezone.override(current().zone):
        when = moment_text(hold.starts_at, words=False)
    words = {"what": hold.bookable.name, "who": hold.trainer.full_name, "when": when, "business": current().name}
    letter = Letter(
        subject=_("Confirm %(when)s at %(business)s") % words,
        heading=_("One tap and the time is yours"),
        paragraphs=[
            _("%(what)s with %(who)s, %(when)s.") % words,
            _("The time is kept for you for 15 minutes. After that you can still have it while nobody else does."),
        ],
        action=_("Book this time"),
        url=absolute(reverse("booking_confirm", args=[token_of_hold(hold)])),
        note=_("You asked for this on our booking page. If it was not you, ignore this mail: nothing is booked."),
    )
    send(letter, to=hold.email, name=hold.first_name)


@receives(SessionScheduled)
def mail_scheduled(event: SessionScheduled, activity: Activity) -> None:
    _tell(event.session_id, activity, _("Booked: %(when)s"), _("Your session is booked"))


@receives(SessionMoved)
def mail_moved(event: SessionMoved, activity: Activity) -> None:
    _tell(event.session_id, activity, _("Moved to %(when)s"), _("Your session has another time"))


@receives(SessionCancelled)
def mail_cancelled(event: SessionCancelled, activity: Activity) -> None:
    _tell(event.session_id, activity, _("Cancelled: %(when)s"), _("Your session is cancelled"))


@receives(SessionClientAdded)
def mail_place_taken(event: SessionClientAdded, activity: Activity) -> None:
    _tell_one(event.session_id, event.client_id, activity)


@receives(WaitingEnded)
def mail_offer_taken(event: WaitingEnded, activity: Activity) -> None:
    if event.how == "taken":
        _tell_one(event.session_id, event.client_id, activity, is_theirs=True)


@receives(SessionClientRemoved)
def mail_place_left(event: SessionClientRemoved, activity: Activity) -> None:
    _tell_one(event.session_id, event.client_id, activity)


@receives(SessionCompleted)
def mail_question(event: SessionCompleted, activity: Activity) -> None:
    """Ask how it was: the same day or the next, and once, however often it is completed anew."""
    ended_at = datetime.fromisoformat(event.ends_at)
    if activity.at - ended_at > ASKED_WITHIN or not asks_feedback():
        return
    for place in asked_in(UUID(event.session_id)):
        before = timeline_of_client(place.client_id).filter(name=event.name, id__lt=activity.pk)
        if before.filter(payload__session_id=event.session_id).exists():
            continue
        if subject := write_question(place, path_of_feedback(place)):
            record_letter(client_id=place.client_id, letter=event.name, subject=subject, by_id=None)


def _tell_one(session_id: str, client_id: str, activity: Activity, *, is_theirs: bool = False) -> None:
    """Write to one client that they have a place now, or none any more; not when that is not so by now."""
    session = session_with_people(session_id)
    places = session.places.all() if session else []
    place = next((one for one in places if str(one.client_id) == client_id), None)
    has_left = activity.name == SessionClientRemoved.name
    if session is None or place is None or session.state == "cancelled" or session.starts_at < activity.at:
        return
    is_news = (place.attendance == "cancelled") == has_left
    if not is_news or not (is_theirs or acted(place.client, activity) or writes_to_clients()):
        return
    if has_left:
        write(session, place.client, _("No place any more: %(when)s"), _("You gave up your place"), is_off=True)
    else:
        write(session, place.client, _("You have a place: %(when)s"), _("You have a place"))


def _tell(session_id: str, activity: Activity, subject: str, heading: str) -> None:
    """Write to every client with a place and news: by the business's wish, or because they acted themselves."""
    session = session_with_people(session_id)
    is_news = session is not None and (session.state == "cancelled") == (activity.name == SessionCancelled.name)
    if session is None or not is_news or session.starts_at < activity.at:
        return
    if session.series_id:  # half a year of letters at once helps nobody; the feed has them
        return
    is_wanted = writes_to_clients() or is_self_booked(session_id)
    for place in session.places.all():
        if place.attendance != "cancelled" and (is_wanted or acted(place.client, activity)):
            write(session, place.client, subject, heading)
