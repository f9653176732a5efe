"""For whom a person who uses the app books: themselves, and the minors whose guardian they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.clients.selectors import clients_visible_to, dependants_of
from apps.common.errors import NotFound
from apps.sessions.places import attendance_in
from apps.sessions.selectors import sessions_visible_to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession


def records_of(user: User) -> list[Client]:
    """Return the client a log-in belongs to, then the minors whose guardian they are, by name; nobody for the team."""
    if user.is_team:
        return []
    return [*clients_visible_to(user), *dependants_of(user).order_by("sort_name", "id")]


def own_record(user: User, client_id: UUID | None = None, records: Sequence[Client] | None = None) -> Client:
    """Return for whom is booked: the client a log-in belongs to, or the minor of theirs that `client_id` names.

    `records` are those of `records_of`, where they were read already. Raises NotFound.
    """
    for record in records_of(user) if records is None else records:
        if client_id in {None, record.pk}:
            return record
    raise NotFound


def own_place(user: User, session_id: UUID, client_id: UUID | None = None) -> tuple[TrainingSession, Client]:
    """Return a session and whose place in it is meant: the person's own, else a minor's of theirs. Raises NotFound.

    A place that was given up is meant only where none of them has another.
    """
    records = [record for record in records_of(user) if client_id in {None, record.pk}]
    session = sessions_visible_to(user).filter(pk=session_id).first()
    places = attendance_in(session_id, records)
    if session is None or not places:
        raise NotFound
    theirs = [record for record in records if record.pk in places]
    return session, next((one for one in theirs if places[one.pk] != "cancelled"), theirs[0])
