"""Events of sessions, made from the session itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from apps.activity.services import publish

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from apps.accounts.models import User
    from apps.activity.events import Event
    from apps.sessions.models import TrainingSession


def facts_of(session: TrainingSession) -> dict[str, str]:
    """Return what every event of a session tells."""
    return {
        "session_id": str(session.pk),
        "trainer_id": str(session.trainer_id),
        "type": session.kind,
        "title": session.title,
        "starts_at": stamp(session.starts_at),
        "ends_at": stamp(session.ends_at),
    }


def announce(
    kind: type[Event], session: TrainingSession, *, by: User | None, client_ids: Sequence[UUID], **more: Any
) -> None:
    """Publish an event of a session on the timelines of its clients."""
    publish(kind(**facts_of(session), **more), actor=by, client_ids=client_ids)


def announce_place(
    kind: type[Event], session: TrainingSession, client_id: UUID, *, by: User | None, **more: Any
) -> None:
    """Publish an event about the place of one client, on their timeline."""
    announce(kind, session, by=by, client_ids=[client_id], client_id=str(client_id), **more)


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
