"""How the list is set up for one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Q, Subquery

from apps.clients.models import ClientSettings, ListChoice, SavedView
from apps.clients.models.list_choice import Layout
from apps.clients.models.settings import RISK_DAYS
from apps.clients.selectors.risk import Look

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from apps.accounts.models import User


@dataclass(frozen=True, slots=True)
class Setup:
    """Table or cards, the view that the list opens with, and what counts as at risk."""

    layout: str
    default_view: UUID | None
    look: Look


def setup_for(user: User, now: datetime) -> Setup:
    """Return a person's setup, in one query."""
    choice = ListChoice.objects.filter(user=OuterRef("pk"))
    layout, default_view, days = (
        get_user_model()
        .objects.filter(pk=user.pk)
        .values_list(
            Subquery(choice.values("layout")),
            Subquery(choice.values("default_view")),
            Subquery(ClientSettings.objects.values("risk_after_days")),
        )
        .get()
    )
    return Setup(layout or Layout.TABLE, default_view, Look(now, days or RISK_DAYS))


def saved_views_for(user: User) -> list[SavedView]:
    """Return the views that stand on a person's page: their own in their order, then those others share."""
    views = SavedView.objects.filter(Q(owner=user.pk) | Q(is_shared=True)).order_by("position", "pk")
    return sorted(views, key=lambda view: view.owner_id != user.pk)
