"""Who comes to a group: places, attendance, and a line before a full one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core import mail
from django.db import connection

from apps.accounts.roles import Role
from apps.activity.models import Activity
from apps.clients.models import Client, ClientContact
from apps.clients.services import merge_clients
from apps.clients.services.clients import archive_client
from apps.common.errors import Conflict, IllegalTransition, InvalidInput
from apps.sessions.exported import ExportedSessions
from apps.sessions.models import SessionClient, WaitingPlace
from apps.sessions.services import cancel_session, complete_session, move_session
from apps.sessions.services.groups import add_client, mark_attendance, remove_client, set_capacity
from apps.sessions.services.seats import Full
from apps.sessions.services.waiting import accept_offer, decline_offer, end_offer, join_waiting_list
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.sessions.conftest import HOUR, MONDAY, NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from apps.sessions.models import TrainingSession
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, ClientFor
    from tests.harness.tasks import RunCommitHooks
    from tests.sessions.conftest import Book


@pytest.fixture(autouse=True)
def _friday_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def people(trainer: User) -> list[Client]:
    return [ClientFactory(first_name=f"Number{n}", email=f"n{n}@mail.example", trainer=trainer) for n in range(5)]


@pytest.fixture
def group(book: Book, people: list[Client]) -> TrainingSession:
    """Two places, both taken; the third and the fourth wait."""
    session = book(kind="group", client_ids=[people[0].pk, people[1].pk], capacity=2)
    for minute, client in enumerate(people[2:4]):
        with time_machine.travel(NOW + timedelta(minutes=minute - 10), tick=False):
            join_waiting_list(session_id=session.pk, client_id=client.pk, by=session.trainer)
    return session


def due_offers() -> list[datetime]:
    """Return when offers of this business end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT due_at FROM public.due_work WHERE kind = 'sessions.end_offer'")
        return [due_at for (due_at,) in cursor.fetchall()]


def states(session: TrainingSession) -> dict[str, str]:
    """Return where everybody who waited stands, by first name."""
    return dict(session.waiting.order_by("joined_at").values_list("client__first_name", "state"))


def test_a_full_group_takes_nobody_and_lets_them_wait_once(
    group: TrainingSession, people: list[Client], trainer: User
) -> None:
    with pytest.raises(Full) as full:
        add_client(session_id=group.pk, client_id=people[4].pk, by=trainer)
    assert full.value.extra == {"capacity": 2, "offered": 0}
    for _again in range(2):
        join_waiting_list(session_id=group.pk, client_id=people[4].pk, by=trainer)
    assert states(group) == {"Number2": "waiting", "Number3": "waiting", "Number4": "waiting"}
    with pytest.raises(Conflict, match="have a place already"):
        join_waiting_list(session_id=group.pk, client_id=people[0].pk, by=trainer)


def test_a_free_place_is_offered_to_the_first_and_kept_for_them(
    group: TrainingSession, people: list[Client], trainer: User
) -> None:
    with time_machine.travel(NOW + HOUR, tick=False):
        remove_client(session_id=group.pk, client_id=people[0].pk, by=trainer, cancelled_by="client")
        assert states(group) == {"Number2": "offered", "Number3": "waiting"}
        offer = group.waiting.get(state="offered")
        assert offer.offer_until == NOW + 3 * HOUR
        assert due_offers() == [NOW + 3 * HOUR]
        with pytest.raises(Full, match="kept for who was offered it"):
            add_client(session_id=group.pk, client_id=people[4].pk, by=trainer)
        for _again in range(2):
            accept_offer(waiting_id=offer.pk)
    live = SessionClient.objects.filter(session=group).exclude(attendance="cancelled")
    assert set(live.values_list("client_id", flat=True)) == {people[1].pk, people[2].pk}
    assert states(group) == {"Number2": "taken", "Number3": "waiting"}
    assert due_offers() == []
    gone = SessionClient.objects.get(session=group, client=people[0])
    assert (gone.attendance, gone.blocks, gone.credit) == ("cancelled", False, "returned")


def test_who_declines_or_does_not_answer_makes_way_for_the_next(
    group: TrainingSession, people: list[Client], trainer: User
) -> None:
    join_waiting_list(session_id=group.pk, client_id=people[4].pk, by=trainer)
    WaitingPlace.objects.filter(client=people[4]).update(joined_at=NOW + HOUR)
    remove_client(session_id=group.pk, client_id=people[0].pk, by=trainer, cancelled_by="trainer")
    first = group.waiting.get(state="offered")
    decline_offer(waiting_id=first.pk)
    second = group.waiting.get(state="offered")
    assert (first.client_id, second.client_id) == (people[2].pk, people[3].pk)
    end_offer(waiting_id=second.pk)
    assert states(group)["Number3"] == "offered"
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        with pytest.raises(IllegalTransition, match="This offer is over"):
            accept_offer(waiting_id=second.pk)
        for _again in range(2):
            end_offer(waiting_id=second.pk)
    assert states(group) == {"Number2": "declined", "Number3": "expired", "Number4": "offered"}
    assert Activity.objects.filter(name="session.waiting_offered").count() == 3


@pytest.mark.parametrize(("before", "kept"), [(4 * HOUR, 2 * HOUR), (HOUR, HOUR / 2), (HOUR / 4, None)])
def test_near_the_start_an_offer_is_short_and_at_last_none(
    group: TrainingSession, people: list[Client], trainer: User, before: timedelta, kept: timedelta | None
) -> None:
    at = MONDAY - before
    with time_machine.travel(at, tick=False):
        remove_client(session_id=group.pk, client_id=people[0].pk, by=trainer, cancelled_by="trainer")
    offer = group.waiting.filter(state="offered").first()
    assert (offer.offer_until - at if offer and offer.offer_until else None) == kept


def test_more_places_are_offered_and_fewer_only_as_far_as_they_are_free(group: TrainingSession, trainer: User) -> None:
    set_capacity(session_id=group.pk, by=trainer, capacity=3)
    assert states(group) == {"Number2": "offered", "Number3": "waiting"}
    with pytest.raises(InvalidInput) as refused:
        set_capacity(session_id=group.pk, by=trainer, capacity=2)
    assert refused.value.fields == {"capacity": ["3 places are taken or offered. Take somebody out first."]}


def test_an_ended_wait_ends_with_the_group(group: TrainingSession, trainer: User) -> None:
    set_capacity(session_id=group.pk, by=trainer, capacity=3)
    cancel_session(session_id=group.pk, by=trainer, cancelled_by="trainer")
    assert states(group) == {"Number2": "closed", "Number3": "closed"}
    assert due_offers() == []


def test_who_is_booked_elsewhere_keeps_the_offer(group: TrainingSession, people: list[Client], trainer: User) -> None:
    other = UserFactory(role=Role.TRAINER)
    move_session(session_id=group.pk, by=trainer, starts_at=MONDAY, duration=HOUR)
    Client.objects.filter(pk=people[2].pk).update(trainer=None)
    remove_client(session_id=group.pk, client_id=people[0].pk, by=trainer, cancelled_by="trainer")
    SessionClient.objects.create(session=_hour_of(other), client=people[2], starts_at=MONDAY, ends_at=MONDAY + HOUR)
    offer = group.waiting.get(state="offered")
    with pytest.raises(Conflict, match="You are booked elsewhere"):
        accept_offer(waiting_id=offer.pk)
    assert states(group)["Number2"] == "offered"


def _hour_of(trainer: User) -> TrainingSession:
    from tests.factories.sessions import SessionFactory

    return SessionFactory(trainer=trainer, starts_at=MONDAY, ends_at=MONDAY + HOUR)


def test_attendance_decides_each_credit(group: TrainingSession, people: list[Client], trainer: User) -> None:
    with pytest.raises(IllegalTransition):
        mark_attendance(session_id=group.pk, client_id=people[0].pk, by=trainer, attendance="came")
    with time_machine.travel(MONDAY, tick=False):
        mark_attendance(session_id=group.pk, client_id=people[0].pk, by=trainer, attendance="no_show")
        complete_session(session_id=group.pk, by=trainer)
    with time_machine.travel(MONDAY + HOUR, tick=False):
        mark_attendance(session_id=group.pk, client_id=people[1].pk, by=trainer, attendance="came")
    places = {place.client_id: place for place in group.places.all()}
    assert [(places[one.pk].attendance, places[one.pk].credit) for one in people[:2]] == [
        ("no_show", "forfeited"),
        ("came", "attended"),
    ]
    last = dict(
        Client.objects.filter(pk__in=[one.pk for one in people[:2]]).values_list("first_name", "last_session_at")
    )
    assert last["Number1"] == MONDAY
    assert last["Number0"] != MONDAY


def test_archived_merged_and_exported(group: TrainingSession, people: list[Client], owner: User) -> None:
    merge_clients(winner_id=people[4].pk, loser_id=people[3].pk, by=owner)
    assert group.waiting.get(client=people[4]).state == "waiting"
    archive_client(client_id=people[2].pk, by=owner)
    archive_client(client_id=people[0].pk, by=owner)
    assert states(group) == {"Number2": "left", "Number4": "offered"}
    (row,) = ExportedSessions().tables([people[4].pk], is_own=True)["waiting_lists"]
    assert (row["session_id"], row["state"]) == (group.pk, "offered")


def test_the_letter_leads_to_a_page_that_decides_only_when_asked(
    group: TrainingSession,
    people: list[Client],
    trainer: User,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
    client_for: ClientFor,
) -> None:
    with run_commit_hooks():
        remove_client(session_id=group.pk, client_id=people[0].pk, by=trainer, cancelled_by="trainer")
    (letter,) = mail.outbox
    assert letter.to == [f"{people[2].full_name} <n2@mail.example>"]
    assert ClientContact.objects.get(client=people[2]).letter == "session.waiting_offered"
    path = next(word for word in letter.body.split() if "/waiting/offers/" in word).partition("localhost")[2]
    path = path[path.index("/") :]
    browser = client_for(trainer)
    browser.logout()
    for _again in range(2):
        assert "Take the place" in browser.get(path).content.decode()
    assert states(group)["Number2"] == "offered"
    assert browser.get(path[:-3] + "x/").status_code == 410
    taken = browser.post(path, {"answer": "accept"}, follow=True)
    assert "You have a place" in taken.content.decode()
    late = browser.post(path, {"answer": "decline"})
    assert (late.status_code, states(group)["Number2"]) == (409, "taken")


def test_pages_add_take_out_and_show(
    group: TrainingSession, people: list[Client], trainer: User, client_for: ClientFor, assert_queries: AssertQueries
) -> None:
    browser, url = client_for(trainer), f"/sessions/{group.pk}/"
    full = browser.post(f"{url}clients/", {"clients": [str(people[4].pk)]})
    assert full.status_code == 409
    assert "Put on the waiting list" in full.content.decode()
    waits = browser.post(f"{url}clients/", {"clients": [str(people[4].pk)], "wait": "yes"})
    assert waits["Location"] == url
    assert "2 of 2" in browser.get(url).content.decode()
    out = browser.post(f"{url}clients/{people[0].pk}/removal/", {"by": "client", "reason": "Flu"})
    assert out["Location"] == url
    with assert_queries("session, group with a waiting list"):
        page = browser.get(url).content.decode()
    assert "Offered a place until" in page
    assert "No place on" in page
    assert browser.get(f"{url}clients/{people[0].pk}/removal/").status_code == 404
    assert browser.post(f"{url}capacity/", {"capacity": "1"}).status_code == 422
    turn = group.waiting.get(client=people[2])
    browser.post(f"{url}waiting/{turn.pk}/removal/")
    assert states(group) == {"Number2": "left", "Number3": "offered", "Number4": "waiting"}


def test_a_client_answers_in_their_own_log_in(
    group: TrainingSession, people: list[Client], trainer: User, client_for: ClientFor, api_for: ApiFor
) -> None:
    user = UserFactory(role=Role.CLIENT)
    Client.objects.filter(pk=people[2].pk).update(user=user)
    turn = group.waiting.get(client=people[2])
    other = group.waiting.get(client=people[3])
    browser, machine = client_for(user), api_for(user)
    assert "Stop waiting" in browser.get("/waiting/own/").content.decode()
    remove_client(session_id=group.pk, client_id=people[0].pk, by=trainer, cancelled_by="trainer")
    assert "Take the place" in browser.get("/waiting/own/").content.decode()
    assert [row["state"] for row in machine.get("/api/v1/me/waiting/").json()] == ["offered"]
    assert browser.post(f"/waiting/{other.pk}/answer/", {"answer": "accept"}).status_code == 404
    assert machine.post(f"/api/v1/me/waiting/{other.pk}/answer/", {"answer": "accept"}).status_code == 404
    answer = machine.post(f"/api/v1/me/waiting/{turn.pk}/answer/", {"answer": "accept"})
    assert (answer.status_code, answer.json()["state"]) == (200, "taken")
    assert browser.get(f"/sessions/{group.pk}/").status_code == 200


def test_the_api_of_a_group(group: TrainingSession, people: list[Client], trainer: User, api_for: ApiFor) -> None:
    machine, url = api_for(trainer), f"/api/v1/sessions/{group.pk}/"
    full = machine.post(f"{url}clients/", {"client": str(people[4].pk)})
    assert (full.status_code, full.json()["code"], full.json()["capacity"]) == (409, "full", 2)
    assert machine.post(f"{url}waiting/", {"client": str(people[4].pk)}).status_code == 201
    assert next(row["client"] for row in machine.get(f"{url}waiting/").json()) == str(people[2].pk)
    assert machine.put(f"{url}capacity/", {"capacity": 500}).status_code == 400
    gone = machine.post(f"{url}clients/{people[0].pk}/removal/", {"by": "trainer"})
    assert {row["client"]: row["attendance"] for row in gone.json()} == {
        str(people[0].pk): "cancelled",
        str(people[1].pk): "booked",
    }
    assert machine.get(url).json()["clients"] == [str(people[1].pk)]
    early = machine.put(f"{url}clients/{people[1].pk}/attendance/", {"attendance": "came"})
    assert (early.status_code, early.json()["code"]) == (409, "illegal_transition")
    turn = group.waiting.get(client=people[2])
    assert machine.delete(f"{url}waiting/{turn.pk}/").status_code == 204
    assert states(group) == {"Number2": "left", "Number3": "offered", "Number4": "waiting"}
