"""Taking back what was said of a session by mistake: a thumb on the wrong button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common.errors import InvalidInput
from apps.sessions.events import SessionCorrected
from apps.sessions.models.states import Attendance, Credit, State
from apps.sessions.policies import Booking
from apps.sessions.services.announcing import announce
from apps.sessions.services.clashes import no_clash
from apps.sessions.services.last_and_next import tell_clients
from apps.sessions.services.locking import clients_of, hold_clients, hold_people, locked
from apps.sessions.services.settling import LONGEST_REASON, settle

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.sessions.models import TrainingSession


def correct_session(*, session_id: UUID, by: User, reason: str, version: int | None = None) -> TrainingSession:
    """Take “completed” or “no-show” back: the session is scheduled again, to be told anew; notes stay.

    Publishes `session.corrected` with what it was. One that is scheduled already is answered as it is. Raises InvalidInput
    without a reason, IllegalTransition after two days, StaleVersion, DoubleBooking when somebody is booked then by now.
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidInput({"reason": _("Say why, in at most %(count)d characters.") % {"count": LONGEST_REASON}})
    with transaction.atomic():
        client_ids = clients_of(session_id)
        hold_people(client_ids)
        hold_clients(client_ids)
        session, client_ids = locked(session_id)
        if session.state == State.SCHEDULED:
            return session
        session.check_version(version)
        before = session.state
        session.reopen(timezone.now())
        session.touch()
        with no_clash(_booking(session, client_ids, by)):
            session.save()
            session.places.exclude(attendance=Attendance.CANCELLED).update(blocks=True)
        tell_clients(client_ids)
        settle(session, client_ids, Credit.BOOKED, by=by)
        announce(SessionCorrected, session, by=by, client_ids=client_ids, previous=before, reason=reason)
    return session


def _booking(session: TrainingSession, client_ids: list[UUID], by: User) -> Booking:
    return Booking(
        trainer=session.trainer,
        client_ids=client_ids,
        kind=session.kind,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        by=by,
        session=session,
    )
