"""Nobody is in two places at once: Postgres says so, whoever comes at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from apps.common.errors import Conflict
from apps.sessions.models import SessionClient, TrainingSession
from apps.sessions.services import cancel_session, move_session, schedule_session
from tenants.registry.context import enter_business
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.sessions.conftest import HOUR, MONDAY, NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.common.business import BusinessRef
    from tests.sessions.conftest import Book

pytestmark = pytest.mark.usefixtures("business")
MINUTE = timedelta(minutes=1)


@time_machine.travel(NOW, tick=False)
def test_a_trainer_has_one_session_at_a_time(book: Book, trainer: User, tom: Client) -> None:
    trainer.full_name = "Nora Lindqvist"
    trainer.save()
    book()
    with pytest.raises(Conflict) as refused:
        book(client_ids=[tom.pk], starts_at=MONDAY + 30 * MINUTE)
    assert refused.value.message == "Nora Lindqvist has a session with Ines Carvalho on Mon 1, 09:00 to 10:00."
    assert refused.value.extra["free_slots"] == [
        {"starts_at": "2027-03-01T10:00:00Z", "ends_at": "2027-03-01T11:00:00Z"},
        {"starts_at": "2027-03-01T11:00:00Z", "ends_at": "2027-03-01T12:00:00Z"},
        {"starts_at": "2027-03-01T12:00:00Z", "ends_at": "2027-03-01T13:00:00Z"},
    ]
    assert TrainingSession.objects.count() == 1


@time_machine.travel(NOW, tick=False)
def test_a_client_has_one_session_at_a_time_and_their_other_trainer_stays_unnamed(
    book: Book, trainer: User, ines: Client, owner: User
) -> None:
    ines.trainer = None
    ines.save()
    other = UserFactory(full_name="Somebody Else")
    stranger = ClientFactory(trainer=other)
    book(by=owner, trainer_id=other.pk, client_ids=[stranger.pk])
    book(by=owner, trainer_id=owner.pk)
    with pytest.raises(Conflict) as refused:
        book(client_ids=[ines.pk])
    assert refused.value.message == f"Ines Carvalho has a session with {owner.full_name} on Mon 1, 09:00 to 10:00."
    assert "Somebody Else" not in refused.value.message
    with pytest.raises(Conflict) as refused:
        book(trainer_id=other.pk)
    assert f"{stranger.full_name}" not in refused.value.message
    assert "Somebody Else is not free on Mon 1, 09:00 to 10:00." in refused.value.message


@time_machine.travel(NOW, tick=False)
def test_one_may_begin_when_the_other_ends(book: Book) -> None:
    book()
    book(starts_at=MONDAY + HOUR)
    book(starts_at=MONDAY - HOUR)
    assert TrainingSession.objects.count() == 3


@time_machine.travel(NOW, tick=False)
def test_a_cancelled_hour_is_free_again(book: Book, trainer: User) -> None:
    first = book()
    cancel_session(session_id=first.pk, by=trainer, cancelled_by="client")
    book()
    assert TrainingSession.objects.count() == 2


@time_machine.travel(NOW, tick=False)
def test_a_move_onto_another_session_is_refused_and_changes_nothing(book: Book, trainer: User) -> None:
    book()
    second = book(starts_at=MONDAY + 3 * HOUR)
    with pytest.raises(Conflict):
        move_session(session_id=second.pk, by=trainer, starts_at=MONDAY + 59 * MINUTE, duration=HOUR)
    second.refresh_from_db()
    assert (second.starts_at, second.version) == (MONDAY + 3 * HOUR, 1)
    # Into its own old time is no clash with itself.
    move_session(session_id=second.pk, by=trainer, starts_at=MONDAY + 3 * HOUR + 10 * MINUTE, duration=HOUR)


@time_machine.travel(NOW, tick=False)
def test_the_same_key_books_once(book: Book) -> None:
    first = book()
    again = book(key=first.pk)
    assert again.pk == first.pk
    assert TrainingSession.objects.count() == 1


@time_machine.travel(NOW, tick=False)
def test_the_database_itself_refuses(book: Book, trainer: User) -> None:
    """Also what goes round the services."""
    session = book()
    with pytest.raises(IntegrityError, match="sessions_trainer_free"), transaction.atomic():
        TrainingSession.objects.create(trainer=trainer, starts_at=MONDAY, ends_at=MONDAY + MINUTE)
    other = TrainingSession.objects.create(trainer=UserFactory(), starts_at=MONDAY, ends_at=MONDAY + HOUR)
    place = session.places.get()
    with pytest.raises(IntegrityError, match="sessions_client_free"), transaction.atomic():
        SessionClient.objects.create(
            session=other, client_id=place.client_id, starts_at=MONDAY + 59 * MINUTE, ends_at=MONDAY + HOUR
        )


def at_once(business: BusinessRef, acts: list[Callable[[], object]]) -> list[object]:
    """Run the acts on connections of their own, all starting at the same moment; exceptions are answers."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            with enter_business(business):
                TrainingSession.objects.exists()
                barrier.wait(10)
                return act()
        except Conflict as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_wins(business: BusinessRef, trainer: User) -> None:
    """Two desks book one trainer with two clients; then one client with two trainers."""
    clients = [ClientFactory(trainer=trainer) for _ in range(6)]
    start = MONDAY

    def booking(who: User, client: Client) -> Callable[[], object]:
        return lambda: schedule_session(
            by=who, trainer_id=who.pk, client_ids=[client.pk], starts_at=start, duration=HOUR
        )

    answers = at_once(business, [booking(trainer, client) for client in clients])
    assert sum(isinstance(answer, TrainingSession) for answer in answers) == 1
    refused = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(refused) == 5
    assert all(len(answer.extra["free_slots"]) == 3 for answer in refused)
    assert TrainingSession.objects.count() == 1

    ClientFactory._meta.model.objects.update(trainer=None)
    free = next(client for client in clients if not SessionClient.objects.filter(client=client).exists())
    answers = at_once(business, [booking(UserFactory(), free) for _ in range(4)])
    assert sum(isinstance(answer, TrainingSession) for answer in answers) == 1
    assert TrainingSession.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_crossing_moves_never_overlap(business: BusinessRef, trainer: User) -> None:
    """Two sessions moved onto the same free hour, and a third booked there, all at once."""
    clients = [ClientFactory(trainer=trainer) for _ in range(3)]
    made = [
        schedule_session(
            by=trainer, trainer_id=trainer.pk, client_ids=[client.pk], starts_at=MONDAY + n * HOUR, duration=HOUR
        )
        for n, client in enumerate(clients[:2])
    ]
    target = MONDAY + 5 * HOUR
    acts: list[Callable[[], object]] = [
        lambda session=session: move_session(session_id=session.pk, by=trainer, starts_at=target, duration=HOUR)  # type: ignore[misc] # a lambda with a default
        for session in made
    ]
    acts.append(
        lambda: schedule_session(
            by=trainer, trainer_id=trainer.pk, client_ids=[clients[2].pk], starts_at=target, duration=HOUR
        )
    )
    answers = at_once(business, acts)
    assert sum(isinstance(answer, TrainingSession) for answer in answers) == 1
    assert TrainingSession.objects.filter(starts_at=target).count() == 1
