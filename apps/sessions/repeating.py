"""Reading series. Everything starts from what the person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from apps.accounts.roles import Role
from apps.clients.selectors import records_visible_to
from apps.sessions.models import Series, SeriesClient
from apps.sessions.selectors import SEE_ALL

if TYPE_CHECKING:
    from apps.accounts.models import User


def series_visible_to(user: User) -> QuerySet[Series]:
    """Return the series somebody of the team may see: a trainer their own, and those of clients they see."""
    if user.role in SEE_ALL:
        return Series.objects.all()
    if user.role != Role.TRAINER:
        return Series.objects.none()
    theirs = SeriesClient.objects.filter(series=OuterRef("pk"), client__in=records_visible_to(user))
    return Series.objects.filter(Q(trainer=user) | Q(Exists(theirs)))


def with_members(found: QuerySet[Series]) -> QuerySet[Series]:
    """Load trainer, room and clients along: two queries for any number of series."""
    members = SeriesClient.objects.select_related("client").order_by("client__sort_name", "id")
    return found.select_related("trainer", "room__location").prefetch_related(Prefetch("members", queryset=members))
