"""Which sessions of a series an act is about."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common.errors import Conflict, InvalidInput, NotFound
from apps.sessions.models import Series, SeriesClient, TrainingSession
from apps.sessions.models.states import State
from apps.sessions.services.locking import hold_clients, hold_people

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


class Scope(StrEnum):
    """One session, this one and those after it, or all that have not begun; what is over always stays."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


def read_scope(text: str) -> Scope:
    """Return the scope of this name. Raises InvalidInput."""
    if text not in Scope:
        raise InvalidInput({"scope": _("One of %(choices)s.") % {"choices": ", ".join(Scope)}})
    return Scope(text)


def hold_series(series_id: UUID, rooms: Iterable[UUID] = ()) -> Series | None:
    """Hold everybody who has a part in what is still to come of a series, then its row; None when there is none."""
    series = Series.objects.filter(pk=series_id).first()
    if series is None:
        return None
    ahead = TrainingSession.objects.filter(series=series, state=State.SCHEDULED)
    members = SeriesClient.objects.filter(series=series).values_list("client", flat=True)
    client_ids = {*members, *(pk for pk in ahead.values_list("places__client", flat=True) if pk)}
    others = {pk for row in ahead.values_list("trainer", "room") for pk in row if pk}
    hold_people([series.trainer_id, *client_ids, *others, *rooms, *([series.room_id] if series.room_id else [])])
    hold_clients(sorted(client_ids))
    found = Series.objects.select_for_update(of=("self",)).select_related("trainer", "booked_by", "room__location")
    return found.filter(pk=series_id).first()


def present_members(series: Series) -> list[UUID]:
    """Return the clients of a series who are not archived."""
    members = SeriesClient.objects.filter(series=series, client__archived_at=None)
    return list(members.order_by("client").values_list("client", flat=True))


def anchor_of(series: Series, session_id: UUID | None, scope: Scope) -> TrainingSession:
    """Return the session from which an act goes on: the one that is named, else the next of all.

    Raises InvalidInput when it must be named, NotFound when it is none of the series, Conflict when nothing is left.
    """
    if session_id is None and scope != Scope.ALL:
        raise InvalidInput({"session": _("Say from which session on.")})
    sessions = series.sessions.order_by("original_start")
    if session_id is not None:
        found = sessions.filter(pk=session_id).first()
        if found is None:
            raise NotFound
        return found
    first = sessions.filter(state=State.SCHEDULED, starts_at__gt=timezone.now()).first()
    if first is None:
        raise Conflict(_("Nothing of this series is left to be held."))
    return first


def sessions_in(series: Series, anchor: TrainingSession, scope: Scope) -> list[TrainingSession]:
    """Return what an act is about, locked, in the order of the rule: only what has not begun."""
    found = series.sessions.filter(state=State.SCHEDULED, starts_at__gt=timezone.now())
    if scope == Scope.FOLLOWING:
        found = found.filter(original_start__gte=anchor.original_start)
    found = found.select_related("trainer", "room__location").select_for_update(of=("self",))
    return list(found.order_by("original_start"))
