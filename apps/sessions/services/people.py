"""Who takes part in a session: found, and allowed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from apps.accounts.roles import COACHES
from apps.clients.selectors import records_visible_to
from apps.common.errors import InvalidInput
from apps.sessions.models import Room

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from apps.accounts.models import User

MOST_CLIENTS = 100


def find_trainer(trainer_id: UUID) -> User:
    """Return an active member of the team who trains. Raises InvalidInput."""
    trainer = get_user_model().objects.filter(pk=trainer_id, is_active=True, role__in=COACHES).first()
    if trainer is None:
        raise InvalidInput({"trainer": _("Choose somebody of the team who trains.")})
    return trainer


def find_clients(client_ids: Sequence[UUID], *, by: User, is_locked: bool = True) -> list[UUID]:
    """Return the ids, each once. Raises InvalidInput when one does not exist for `by`, or is archived.

    A guardian books for the minors they answer for, as for themselves. The rows are locked, so that nobody is archived while being booked; a mere question need not.
    """
    wanted = set(client_ids)
    if len(wanted) > MOST_CLIENTS:
        raise InvalidInput({"clients": _("At most %(count)d clients fit into one session.") % {"count": MOST_CLIENTS}})
    clients = records_visible_to(by).filter(pk__in=wanted).order_by("pk")
    found = list(clients.select_for_update(no_key=True, of=("self",)) if is_locked else clients)
    if len(found) < len(wanted):
        raise InvalidInput({"clients": _("One of these clients does not exist.")})
    for client in found:
        if client.is_archived:
            raise InvalidInput({"clients": _("%(name)s is archived.") % {"name": client.full_name}})
    return [client.pk for client in found]


def find_room(room_id: UUID | None, *, clients: int = 0, field: str = "room") -> Room | None:
    """Return a room that is in use and has seats for so many, None for none. Raises InvalidInput on `field`.

    Call it once the room is held (`hold_people`), so that it is not archived meanwhile.
    """
    if room_id is None:
        return None
    room = Room.objects.select_related("location").filter(pk=room_id, archived_at=None).first()
    if room is None:
        raise InvalidInput({field: _("Choose a room that is in use.")})
    if room.seats is not None and clients > room.seats:
        words = {"room": room.name, "seats": room.seats, "clients": clients}
        raise InvalidInput({field: _("%(room)s has room for %(seats)d, not for %(clients)d.") % words})
    return room
