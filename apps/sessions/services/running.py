"""What becomes of a session: started, completed, cancelled, missed, noted.

A click that comes twice does no harm: an act that is already done answers with the session as it is and publishes
nothing. Where the second click says something else (other notes, another reason), it is refused instead, so that
nothing typed is lost without a word. `version` is compared only when there is something to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common.errors import InvalidInput
from apps.sessions.events import SessionCancelled, SessionCompleted, SessionNoShow, SessionNoted, SessionStarted
from apps.sessions.models.states import OPEN, Attendance, CancelledBy, Credit, State
from apps.sessions.selectors import booking_rules
from apps.sessions.services.announcing import announce
from apps.sessions.services.last_and_next import tell_clients
from apps.sessions.services.locking import clients_of, hold_clients, locked
from apps.sessions.services.settling import settle_all
from apps.sessions.services.waiting import close_line, promote

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from apps.accounts.models import User
    from apps.activity.events import Event
    from apps.sessions.models import TrainingSession

LONGEST_OUTCOME = 10_000


def start_session(*, session_id: UUID, by: User, version: int | None = None) -> TrainingSession:
    """Begin a session now. Raises IllegalTransition when it is over or cancelled."""
    return _change(
        session_id,
        by=by,
        version=version,
        is_done=lambda session: session.state == State.IN_PROGRESS,
        act=lambda session: session.start(timezone.now()),
        event=SessionStarted,
    )


def complete_session(
    *, session_id: UUID, by: User, notes: str = "", client_notes: str = "", version: int | None = None
) -> TrainingSession:
    """Finish a session; `notes` are added to what was noted while it ran, `client_notes` to what the client reads.

    Raises IllegalTransition when it has not begun, is cancelled, or was completed with other notes.
    """
    notes, client_notes = _text(notes), _text(client_notes, "client_notes")
    return _change(
        session_id,
        by=by,
        version=version,
        is_done=lambda session: session.state == State.COMPLETED and session.has_noted(notes, client_notes),
        act=lambda session: session.complete(timezone.now(), notes, client_notes),
        event=SessionCompleted,
        credit=lambda _session: Credit.ATTENDED,
        outcome=notes,
        client_notes=client_notes,
    )


def cancel_session(
    *, session_id: UUID, by: User | None, cancelled_by: str, reason: str = "", version: int | None = None
) -> TrainingSession:
    """Call a session off; `cancelled_by` is "client" or "trainer". Its time is free at once.

    A client who cancels after the notice of the booking rules is late; the rules say what becomes of the credit.
    """
    if cancelled_by not in CancelledBy.values:
        raise InvalidInput({"by": _("Say who cancelled: client or trainer.")})
    reason, rules, now = reason.strip(), booking_rules(), timezone.now()

    def act(session: TrainingSession) -> None:
        is_late = cancelled_by == CancelledBy.CLIENT and rules.is_late(session.starts_at, now)
        session.cancel(now, cancelled_by, reason, is_late=is_late)

    return _change(
        session_id,
        by=by,
        version=version,
        is_done=lambda session: session.is_cancelled_by(cancelled_by, reason),
        act=act,
        event=SessionCancelled,
        credit=lambda session: rules.credit_for(cancelled_by=cancelled_by, is_late=session.is_late),
        tells=lambda session: {"is_late": session.is_late},
        cancelled_by=cancelled_by,
        reason=reason,
    )


def mark_no_show(*, session_id: UUID, by: User, version: int | None = None) -> TrainingSession:
    """Write down that nobody came. Raises IllegalTransition before the hour it was booked for."""
    return _change(
        session_id,
        by=by,
        version=version,
        is_done=lambda session: session.state == State.NO_SHOW,
        act=lambda session: session.mark_no_show(timezone.now()),
        event=SessionNoShow,
        credit=lambda _session: booking_rules().credit_of_no_show,
    )


def note_session(
    *, session_id: UUID, by: User, text: str = "", client_text: str = "", version: int | None = None
) -> TrainingSession:
    """Add a paragraph to what happened, to what the client reads, or to both.

    The same words twice in a row are one click that came twice. Raises InvalidInput when there is nothing to add.
    """
    text, client_text = _text(text), _text(client_text, "client_notes")
    if not text and not client_text:
        raise InvalidInput({"text": _("Write something first.")})
    return _change(
        session_id,
        by=by,
        version=version,
        is_done=lambda session: session.has_noted(text, client_text),
        act=lambda session: session.note(text, client_text),
        event=SessionNoted,
        text=text,
        client_text=client_text,
    )


def free_place(*, session_id: UUID, client_id: UUID) -> None:
    """Take a client out of a session that has not begun; the others keep theirs."""
    with transaction.atomic():
        hold_clients([client_id])
        session, _client_ids = locked(session_id)
        if session.state == State.SCHEDULED and session.places.filter(client_id=client_id).delete()[0]:
            session.touch()
            session.save()
            tell_clients([client_id])
            promote(session)


def _change(  # noqa: PLR0913 - the parts of one guarded change
    session_id: UUID,
    *,
    by: User | None,
    version: int | None,
    is_done: Callable[[TrainingSession], bool],
    act: Callable[[TrainingSession], None],
    event: type[Event],
    credit: Callable[[TrainingSession], Credit] | None = None,
    tells: Callable[[TrainingSession], dict[str, Any]] = lambda _session: {},
    **more: Any,
) -> TrainingSession:
    with transaction.atomic():
        hold_clients(clients_of(session_id))
        session, client_ids = locked(session_id)
        if is_done(session):
            return session
        session.check_version(version)
        before = session.state
        act(session)
        session.touch()
        session.save()
        if session.state != before:
            live = session.places.exclude(attendance=Attendance.CANCELLED)
            live.update(blocks=session.state in OPEN)
            close_line(session, by=by)
            tell_clients(client_ids)
        if credit:
            settle_all(session, client_ids, credit(session), by=by)
        announce(event, session, by=by, client_ids=client_ids, **more, **tells(session))
    return session


def _text(text: str, field: str = "notes") -> str:
    text = text.strip()
    if len(text) > LONGEST_OUTCOME:
        message = _("At most %(count)d characters.") % {"count": LONGEST_OUTCOME}
        raise InvalidInput({field: message})
    return text
