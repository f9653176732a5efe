"""Taking back what was said of a session by mistake: a thumb on the wrong button, seen at once or found later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common.errors import IllegalTransition, InvalidInput
from apps.sessions.events import SessionCorrected
from apps.sessions.hour_events import SessionReopened
from apps.sessions.models import TrainingSession
from apps.sessions.models.states import Attendance, Credit, State
from apps.sessions.services.announcing import announce
from apps.sessions.services.booking import booking_of
from apps.sessions.services.clashes import no_clash
from apps.sessions.services.last_and_next import tell_clients
from apps.sessions.services.locking import clients_of, hold_clients, hold_people, locked
from apps.sessions.services.settling import LONGEST_REASON, settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from apps.accounts.models import User
    from apps.activity.events import Event

SLIP = timedelta(minutes=15)
"""For how long a slip is undone with one tap; later it takes a reason."""


def correct_session(*, session_id: UUID, by: User, reason: str, version: int | None = None) -> TrainingSession:
    """Take “completed” or “no-show” back: the session is scheduled again, to be told anew; notes stay.

    Publishes `session.corrected` with what it was. One that is scheduled already is answered as it is. Raises InvalidInput
    without a reason, IllegalTransition after two days, StaleVersion, DoubleBooking when somebody is booked then by now.
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidInput({"reason": _("Say why, in at most %(count)d characters.") % {"count": LONGEST_REASON}})
    return _take_back(
        session_id,
        by=by,
        version=version,
        is_done=lambda session: session.state == State.SCHEDULED,
        act=lambda session: session.reopen(timezone.now()),
        tell=lambda before: (SessionCorrected, {"previous": before, "reason": reason}),
    )


def undo_slip(*, session_id: UUID, by: User, state: str, version: int | None = None) -> TrainingSession:
    """Take back that a session became `state`: a start or a no-show to scheduled, a completion to running.

    Publishes `session.reopened`. Once it is not in that state any more, nothing is done. Notes stay. Raises
    IllegalTransition a quarter of an hour after the session last changed, DoubleBooking where its time is taken by now,
    StaleVersion, NotFound.
    """
    return _take_back(
        session_id,
        by=by,
        version=version,
        is_done=lambda session: session.state != state,
        act=_undo,
        tell=lambda before: (SessionReopened, {"was": before}),
    )


def _undo(session: TrainingSession) -> None:
    if session.updated_at < timezone.now() - SLIP:
        raise IllegalTransition(_("This can be taken back for a quarter of an hour only."))
    session.undo()


def _take_back(  # noqa: PLR0913 - the parts of one guarded change
    session_id: UUID,
    *,
    by: User,
    version: int | None,
    is_done: Callable[[TrainingSession], bool],
    act: Callable[[TrainingSession], None],
    tell: Callable[[str], tuple[type[Event], dict[str, Any]]],
) -> TrainingSession:
    with transaction.atomic():
        client_ids = clients_of(session_id)
        trainers = TrainingSession.objects.filter(pk=session_id).values_list("trainer_id", flat=True)
        hold_people([*trainers, *client_ids])
        hold_clients(client_ids)
        session, client_ids = locked(session_id)
        if is_done(session):
            return session
        session.check_version(version)
        before = session.state
        act(session)
        session.touch()
        with no_clash(booking_of(session, session.starts_at, session.ends_at, client_ids, by)):
            session.save()
            session.places.exclude(attendance=Attendance.CANCELLED).update(blocks=True)
        tell_clients(client_ids)
        settle(session, client_ids, Credit.BOOKED, by=by)
        event, more = tell(before)
        announce(event, session, by=by, client_ids=client_ids, **more)
    return session
