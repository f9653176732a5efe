"""The break after a session: trainer and room have it, clients do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import IntegrityError, transaction

from apps.sessions.models import TrainingSession
from apps.sessions.services import add_location, add_room, change_booking_rules, move_session
from apps.sessions.services.clashes import DoubleBooking
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.sessions.conftest import HOUR, MONDAY, NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from apps.clients.models import Client
    from tests.sessions.conftest import Book


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def keep_free(owner: User, minutes: int) -> None:
    change_booking_rules(by=owner, changes={"buffer_minutes": minutes})


def test_a_trainer_has_a_break_after_each_session(book: Book, owner: User, trainer: User, tom: Client) -> None:
    trainer.full_name = "Nora Lindqvist"
    trainer.save()
    keep_free(owner, 15)
    session = book()
    assert session.held_until == MONDAY + 1.25 * HOUR
    with pytest.raises(DoubleBooking) as refused:
        book(client_ids=[tom.pk], starts_at=MONDAY + HOUR)
    assert refused.value.message == (
        "Nora Lindqvist has a session with Ines Carvalho on Mon 1, 09:00 to 10:00. 15 minutes are kept free after a session."
    )
    assert [slot["starts_at"] for slot in refused.value.extra["free_slots"]][:1] == ["2027-03-01T10:15:00Z"]
    with pytest.raises(DoubleBooking):
        book(client_ids=[tom.pk], starts_at=MONDAY - HOUR)
    book(client_ids=[tom.pk], starts_at=MONDAY - 1.25 * HOUR)
    book(client_ids=[tom.pk], starts_at=MONDAY + 1.25 * HOUR)
    with pytest.raises(IntegrityError, match="sessions_trainer_free"), transaction.atomic():
        TrainingSession.objects.create(trainer=trainer, starts_at=MONDAY + HOUR, ends_at=MONDAY + 1.1 * HOUR)


def test_a_room_has_it_too_and_a_client_goes_straight_on(book: Book, owner: User, ines: Client) -> None:
    keep_free(owner, 30)
    room = add_room(by=owner, location_id=add_location(by=owner, name="Northside").pk, name="Hall")
    book(room_id=room.pk)
    other = UserFactory(full_name="Somebody Else")
    with pytest.raises(DoubleBooking, match=r"Hall is taken on Mon 1, 09:00 to 10:00. 30 minutes are kept free"):
        book(by=owner, trainer_id=other.pk, client_ids=[ClientFactory().pk], room_id=room.pk, starts_at=MONDAY + HOUR)
    book(by=owner, trainer_id=other.pk, client_ids=[ines.pk], starts_at=MONDAY + HOUR)
    assert TrainingSession.objects.count() == 2


def test_another_break_is_only_for_what_is_booked_from_then_on(
    book: Book, owner: User, trainer: User, tom: Client
) -> None:
    first = book()
    second = book(client_ids=[tom.pk], starts_at=MONDAY + HOUR)
    keep_free(owner, 15)
    first.refresh_from_db()
    assert first.held_until == first.ends_at
    with pytest.raises(DoubleBooking):
        move_session(session_id=second.pk, by=trainer, starts_at=MONDAY - HOUR, duration=HOUR)
    moved = move_session(session_id=second.pk, by=trainer, starts_at=MONDAY + 2 * HOUR, duration=HOUR)
    assert moved.held_until == MONDAY + 3.25 * HOUR
