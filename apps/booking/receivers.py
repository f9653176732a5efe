"""Letters: the link that books a held time, and to clients what became of their sessions, with a file for their calendar."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.bus import receives
from apps.booking.events import TimeHeld
from apps.booking.ics import invitation
from apps.booking.models import Hold
from apps.booking.selectors import is_self_booked, writes_to_clients
from apps.booking.services.tokens import token_of_hold
from apps.common.business import current
from apps.common.letters import Attachment, Letter, send_letter
from apps.common.links import absolute
from apps.common.templatetags.formats import moment_text
from apps.integrations.errors import PermanentVendorError
from apps.sessions.events import SessionCancelled, SessionMoved, SessionScheduled
from apps.sessions.selectors import session_with_people

if TYPE_CHECKING:
    from apps.activity.models import Activity
    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession

logger = logging.getLogger(__name__)


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
    _send(letter, to=hold.email, name=hold.first_name)


@receives(SessionScheduled)
def mail_scheduled(event: SessionScheduled, activity: Activity) -> None:
    _tell(event.session_id, activity, _("Booked: %(when)s"), _("Your session is booked"))


@receives(SessionMoved)
def mail_moved(event: SessionMoved, activity: Activity) -> None:
    _tell(event.session_id, activity, _("Moved to %(when)s"), _("Your session has another time"))


@receives(SessionCancelled)
def mail_cancelled(event: SessionCancelled, activity: Activity) -> None:
    _tell(event.session_id, activity, _("Cancelled: %(when)s"), _("Your session is cancelled"))


def _tell(session_id: str, activity: Activity, subject: str, heading: str) -> None:
    """Write to every client with a place, an address, and news: by the business's wish, or because they acted themselves."""
    session = session_with_people(session_id)
    is_news = session is not None and (session.state == "cancelled") == (activity.name == SessionCancelled.name)
    if session is None or not is_news or session.starts_at < activity.at:
        return
    if session.series_id:  # half a year of letters at once helps nobody; the feed has them
        return
    clients = [place.client for place in session.places.all()]
    is_wanted = writes_to_clients() or is_self_booked(session_id)
    for client in clients:
        is_theirs = activity.actor_id is not None and client.user_id == activity.actor_id
        if client.email and not client.is_archived and (is_wanted or is_theirs):
            _write(session, client, subject, heading)


def _write(session: TrainingSession, client: Client, subject: str, heading: str) -> None:
    with timezone.override(current().zone):
        when = moment_text(session.starts_at, words=False)
    summary = session.title or session.get_kind_display()
    words = {"when": when, "what": summary, "who": session.trainer.full_name, "minutes": session.duration_minutes}
    lines = [_("%(what)s with %(who)s, %(when)s, %(minutes)d min.") % words]
    if session.where:
        lines.append(_("Place: %(place)s") % {"place": session.where})
    if session.video_link and session.is_open:
        lines.append(_("Video: %(link)s") % {"link": session.video_link})
    letter = Letter(
        subject=subject % words,
        heading=heading,
        paragraphs=lines,
        note=_("The file beside this letter puts it into your calendar, or takes it out."),
        attachment=Attachment(
            name="session.ics",
            content=invitation(
                session,
                summary=f"{summary}, {session.trainer.full_name}",
                to=client.email or "",
                name=client.full_name,
            ),
            kind=f"text/calendar; method={'CANCEL' if session.state == 'cancelled' else 'REQUEST'}; charset=utf-8",
        ),
    )
    _send(letter, to=client.email or "", name=client.full_name)


def _send(letter: Letter, *, to: str, name: str) -> None:
    """Send it. What the vendor will never take is logged and given up; anything else is raised, and tried again."""
    try:
        send_letter(letter, to=to, name=name)
    except PermanentVendorError as error:
        logger.error("Letter refused for good: %s", error)  # noqa: TRY400 - the trace says nothing more
