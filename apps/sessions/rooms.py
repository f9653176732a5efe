"""Reading locations and rooms. The whole team sees all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from apps.sessions.models import Location, Room, TrainingSession
from apps.sessions.models.room import LIVE
from apps.sessions.models.states import OPEN

if TYPE_CHECKING:
    from uuid import UUID


def locations(*, archived: bool = False) -> QuerySet[Location]:
    """Return the business's locations by name, those that are used no more on request."""
    return Location.objects.filter(archived_at__isnull=not archived).order_by("name", "id")


def locations_in_use() -> QuerySet[Location]:
    """Return the locations with a room that can be booked, by name: what a calendar is narrowed to."""
    return locations().filter(pk__in=Room.objects.filter(LIVE).values("location"))


def with_rooms(found: QuerySet[Location]) -> QuerySet[Location]:
    """Load their rooms along, by name, archived ones last."""
    rooms = Room.objects.order_by(F("archived_at").asc(nulls_first=True), "name", "id")
    return found.prefetch_related(Prefetch("rooms", queryset=rooms))


def rooms(*, archived: bool = False) -> QuerySet[Room]:
    """Return rooms with their location, by location and name; those of an archived location are archived too."""
    found = Room.objects.select_related("location").filter(archived_at__isnull=not archived)
    return found.order_by("location__name", "name", "id")


def room_choices() -> list[tuple[str, str]]:
    """Return what a form offers: ids and names."""
    return [(str(room.pk), room.label) for room in rooms()]


def booked_in(room_ids: list[UUID]) -> QuerySet[TrainingSession]:
    """Return what is still to be held in these rooms, soonest first."""
    return TrainingSession.objects.filter(room__in=room_ids, state__in=OPEN).order_by("starts_at", "id")


def count_booked() -> dict[UUID, int]:
    """Return how many sessions are still to be held, by room."""
    counts: Any = TrainingSession.objects.filter(Q(room__isnull=False), state__in=OPEN).values_list("room")
    return dict(counts.annotate(Count("pk")).order_by())
