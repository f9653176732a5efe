"""The link in the mail that asks how a session was: signed, for one client and session, for two weeks, and until they said it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.common.business import business_id
from apps.common.errors import NotFound
from apps.sessions.models import SessionClient, SessionFeedback
from apps.sessions.models.states import Attendance, State

if TYPE_CHECKING:
    from uuid import UUID

GOOD_FOR = timedelta(days=14)
CAME = (Attendance.BOOKED, Attendance.CAME)


def asked_in(session_id: UUID) -> list[SessionClient]:
    """Return whose word is still missing of a completed session, of who came; none of one that is not completed."""
    said = SessionFeedback.objects.filter(session_id=session_id, is_own=True).values("client")
    places = SessionClient.objects.filter(session_id=session_id, session__state=State.COMPLETED, attendance__in=CAME)
    asked = places.exclude(client__in=said).filter(client__archived_at=None)
    return list(asked.select_related("client", "session__trainer").order_by("client__sort_name", "id"))


def path_of_feedback(place: SessionClient) -> str:
    """Return the path of the page on which this client says how it was; made now, so it is good for two weeks from now."""
    token = signing.dumps([str(place.session_id), str(place.client_id)], salt=_salt())
    return reverse("session_feedback_link", args=[token])


def open_feedback(token: str) -> tuple[SessionClient, bool]:
    """Return the place that a link is about, and whether its client has spoken.

    Raises NotFound when the link is over or was not made here, the session was not held after all, or the client is archived.
    """
    try:
        session_id, client_id = signing.loads(token, salt=_salt(), max_age=GOOD_FOR)
    except signing.BadSignature as error:
        raise NotFound(_("Links work for two weeks. Tell your trainer how it was.")) from error
    places = SessionClient.objects.filter(session=session_id, client=client_id, attendance__in=CAME)
    places = places.filter(session__state=State.COMPLETED, client__archived_at=None)
    place = places.select_related("client", "session__trainer").first()
    if place is None:
        raise NotFound(_("There is nothing to say of this session any more."))
    return place, SessionFeedback.objects.filter(session=session_id, client=client_id, is_own=True).exists()


def _salt() -> str:
    return f"sessions.feedback.{business_id()}"
