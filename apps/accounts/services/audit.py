"""Recording what happens to accounts, where there is a business whose record it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.activity.services import publish
from apps.common.business import current_or_none

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.activity.events import Event


def record(event: Event, *, actor: User | None) -> None:
    """Publish the event. Platform staff have accounts too, but no business and so no activity table: nothing is kept."""
    if current_or_none() is not None:
        publish(event, actor=actor)
