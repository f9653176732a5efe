"""Working hours, a holiday, time off, and what clients of the demo can book by themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.availability.services import add_time_off, set_hours
from apps.booking.services import ask_for_feedback, open_groups_to_clients, save_bookable
from apps.sessions.services import change_booking_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.accounts.models import User

LONG, SHORT = [(6 * 60, 13 * 60), (14 * 60, 21 * 60)], [(7 * 60, 13 * 60)]
BOOKABLE = (
    {"name": "First session", "kind": "personal", "minutes": 60, "price": "Free"},
    {"name": "Personal training", "kind": "personal", "minutes": 60, "price": "£55"},
    {"name": "Online check-in", "kind": "online", "minutes": 30, "price": "£20"},
)
WORDS = (
    "We talk about what you want to reach, move a little, and plan your first weeks.",
    "An hour with your trainer on the gym floor.",
    "Your week, your questions, the next plan: by video.",
)


def open_booking(*, owner: User, trainers: Sequence[User]) -> None:
    """Say when people work, and let clients book."""
    for trainer in trainers:
        set_hours(by=owner, trainer_id=trainer.pk, week=[LONG] * 5 + [SHORT, []])
    today = timezone.localdate()
    christmas = date(today.year, 12, 25) if today <= date(today.year, 12, 26) else date(today.year + 1, 12, 25)
    add_time_off(
        by=owner, trainer_id=None, starts_on=christmas, ends_on=christmas + timedelta(days=1), reason="Christmas"
    )
    away = today + timedelta(days=23)
    add_time_off(
        by=owner,
        trainer_id=trainers[-1].pk,
        starts_on=away,
        ends_on=away + timedelta(days=4),
        reason="Walking in the Lake District",
    )
    change_booking_rules(by=owner, changes={"self_booking": True})
    open_groups_to_clients(by=owner, wanted=True)
    ask_for_feedback(by=owner, wanted=True)
    for values, words in zip(BOOKABLE, WORDS, strict=True):
        save_bookable(by=owner, values={**values, "description": words})
