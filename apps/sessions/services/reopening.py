"""A session that was started, completed or marked by mistake goes back to what it was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common.errors import IllegalTransition
from apps.sessions.hour_events import SessionReopened
from apps.sessions.models import TrainingSession
from apps.sessions.policies import Booking
from apps.sessions.services.announcing import announce
from apps.sessions.services.clashes import no_clash
from apps.sessions.services.last_and_next import tell_clients
from apps.sessions.services.locking import clients_of, hold_clients, hold_people, locked

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User

WHILE = timedelta(minutes=15)
"""For how long a slip can be taken back; later it is history."""


def reopen_session(*, session_id: UUID, by: User, state: str, version: int | None = None) -> TrainingSession:
    """Take back that a session became `state`: a start or a no-show to scheduled, a completion to running.

    Once it is not in that state any more, nothing is done. Notes stay. Raises IllegalTransition a quarter of an hour after
    the session last changed, DoubleBooking where its time is taken by now, StaleVersion, NotFound.
    """
    with transaction.atomic():
        client_ids = clients_of(session_id)
        trainers = TrainingSession.objects.filter(pk=session_id).values_list("trainer_id", flat=True)
        hold_people([*trainers, *client_ids])
        hold_clients(client_ids)
        session, client_ids = locked(session_id)
        if session.state != state:
            return session
        session.check_version(version)
        if session.updated_at < timezone.now() - WHILE:
            raise IllegalTransition(_("This can be taken back for a quarter of an hour only."))
        session.reopen()
        session.touch()
        with no_clash(_booking(session, client_ids, by)):
            session.save()
            session.places.update(blocks=True)
        tell_clients(client_ids)
        announce(SessionReopened, session, by=by, client_ids=client_ids, was=state)
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
