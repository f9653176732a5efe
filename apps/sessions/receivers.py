"""What sessions do when something happens to clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.activity.bus import receives
from apps.clients.events import ClientArchived
from apps.common.errors import Conflict
from apps.sessions.models import SessionClient, WaitingPlace
from apps.sessions.models.states import CancelledBy, State
from apps.sessions.models.waiting import IN_LINE
from apps.sessions.services import cancel_session
from apps.sessions.services.running import free_place
from apps.sessions.services.waiting import leave_waiting_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from apps.activity.models import Activity


class BookedClients:
    """Says what archiving a client does to their sessions, and that who has sessions is not removed."""

    def consequences(self, client_id: UUID) -> Sequence[str]:
        count = _open_places(client_id).count()
        if not count:
            return []
        text = ngettext(
            "%(count)d booked session is cancelled, or goes on without them.",
            "%(count)d booked sessions are cancelled, or go on without them.",
            count,
        )
        return [text % {"count": count}]

    def check(self, client_id: UUID) -> None:
        if _open_places(client_id).filter(session__state=State.IN_PROGRESS).exists():
            raise Conflict(_("A session with this client is running. Complete it first."))

    def holds(self, client_ids: Sequence[UUID]) -> set[UUID]:
        booked = SessionClient.objects.filter(client_id__in=client_ids).values_list("client_id", flat=True)
        waited = WaitingPlace.objects.filter(client_id__in=client_ids).values_list("client_id", flat=True)
        return {*booked, *waited}


@receives(ClientArchived, sync=True)
def end_what_is_planned(event: ClientArchived, activity: Activity) -> None:
    """Cancel the client's own sessions; a group's goes on, and the place is free."""
    by = get_user_model().objects.filter(pk=activity.actor_id).first() if activity.actor_id else None
    for place in _open_places(event.client_id).select_related("session"):
        is_alone = not place.session.places.exclude(pk=place.pk).exists()
        if is_alone and place.session.kind != "group":
            reason = _("Client archived")
            cancel_session(session_id=place.session_id, by=by, cancelled_by=CancelledBy.TRAINER, reason=reason)
        else:
            free_place(session_id=place.session_id, client_id=place.client_id)
    for turn in WaitingPlace.objects.filter(client_id=event.client_id, state__in=IN_LINE).order_by("joined_at"):
        leave_waiting_list(session_id=turn.session_id, client_id=turn.client_id, by=by)


def _open_places(client_id: UUID | str) -> QuerySet[SessionClient]:
    return SessionClient.objects.filter(client_id=client_id, blocks=True).order_by("starts_at")
