"""Many at the same moment: as many winners as times, and nobody twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from apps.booking.models import Hold
from apps.booking.services import book_own, confirm_hold, hold_time
from apps.booking.services.times import TimeTaken
from apps.booking.services.tokens import token_of_hold
from apps.common.errors import Conflict
from apps.common.ids import uuid7
from apps.sessions.models import TrainingSession
from tenants.registry.context import enter_business
from tests.booking.conftest import NOON
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.harness.races import at_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.accounts.models import User
    from apps.booking.models import BookableType
    from apps.common.business import BusinessRef

SLOTS, PEOPLE = 3, 12


def stranger(bookable: BookableType, trainer: User, number: int) -> object:
    """Ask for a time on the booking page, and open the link."""
    hold = hold_time(
        bookable_id=bookable.pk,
        trainer_id=trainer.pk,
        starts_at=NOON + timedelta(hours=number % SLOTS),
        first_name="Ann",
        last_name="Lee",
        email=f"ann{number}@mail.example",
        key=uuid7(),
    )
    return confirm_hold(token=token_of_hold(hold))


def own(bookable: BookableType, trainer: User, number: int, user: User) -> object:
    """Book as somebody who is signed in."""
    starts_at = NOON + timedelta(hours=number % SLOTS)
    return book_own(by=user, bookable_id=bookable.pk, trainer_id=trainer.pk, starts_at=starts_at, key=uuid7())


def alone(business: BusinessRef, act: Callable[..., object], *facts: object) -> Callable[[], object]:
    """Give an act a connection of its own; a refusal is an answer."""

    def run() -> object:
        try:
            with enter_business(business):
                return act(*facts)
        except Conflict as refused:
            return refused
        finally:
            connection.close()

    return run


@pytest.mark.django_db(transaction=True)
def test_strangers_and_clients_race_for_the_same_times(
    open_business: BusinessRef, first_hour: BookableType, trainer: User
) -> None:
    """Half ask on the booking page and confirm, half are signed in."""
    users = [UserFactory(role="client") for _ in range(PEOPLE // 2)]
    for user in users:
        ClientFactory(user_id=user.pk, trainer=trainer)
    acts = [alone(open_business, stranger, first_hour, trainer, number) for number in range(PEOPLE // 2)]
    acts += [alone(open_business, own, first_hour, trainer, number, user) for number, user in enumerate(users)]
    answers = at_once(*acts)
    losers = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(losers) == PEOPLE - SLOTS, answers
    assert all(isinstance(loser, TimeTaken) and len(loser.extra["free_slots"]) == 6 for loser in losers), losers
    booked = Counter(TrainingSession.objects.values_list("starts_at", flat=True))
    assert booked == {NOON + timedelta(hours=number): 1 for number in range(SLOTS)}
    assert not Hold.objects.filter(state="held").exists()
