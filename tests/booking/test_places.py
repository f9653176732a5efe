"""Places of clients by themselves: taken, waited for, moved, given up, while the session goes on for the others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from apps.activity.models import Activity
from apps.booking.services import cancel_own, open_groups_to_clients
from apps.clients.models import Client
from apps.sessions.models import SessionClient, TrainingSession
from apps.sessions.services import Details, schedule_session
from tests.booking.conftest import NOON
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from typing import Any

    from apps.accounts.models import User
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, Browser, ClientFor
    from tests.harness.tasks import RunCommitHooks

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def shown(open_business: Any, owner: User) -> None:
    open_groups_to_clients(by=owner, wanted=True)


def group(trainer: User, *clients: Client, days: int = 0, places: int | None = 2, **changes: Any) -> TrainingSession:
    return schedule_session(
        **{
            "by": trainer,
            "trainer_id": trainer.pk,
            "client_ids": [one.pk for one in clients],
            "starts_at": NOON + days * DAY,
            "duration": HOUR,
            "kind": "group",
            "capacity": places,
            "details": Details(title="Barbell club"),
            **changes,
        }
    )


def live(session: TrainingSession) -> set[str]:
    places = SessionClient.objects.filter(session=session).exclude(attendance="cancelled")
    return set(places.values_list("client__first_name", flat=True))


def named(name: str, trainer: User) -> Client:
    return ClientFactory(first_name=name, trainer=trainer)


@pytest.fixture
def own(ines: Client, client_for: ClientFor) -> Browser:
    return client_for(ines.user)


def test_a_place_is_taken_and_given_up_and_the_group_goes_on(
    own: Browser,
    shown: None,
    ines: Client,
    trainer: User,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
    mailoutbox: list[Any],
) -> None:
    session = group(trainer, named("Tom", trainer))
    address = f"/book/groups/{session.pk}/"
    assert ("Barbell club" in own.get("/book/groups/").text, "1 place free" in own.get(address).text) == (True, True)
    for _again in range(2):
        with run_commit_hooks():
            assert own.post(address, {"client": ines.pk, "act": "take"})["Location"] == address
    assert live(session) == {"Ines", "Tom"}
    assert "Give up my place" in own.get(f"/sessions/{session.pk}/").text
    cancel = f"/sessions/{session.pk}/own-cancellation/"
    assert "The session goes on for everybody else." in own.get(cancel).text
    for _again in range(2):
        with run_commit_hooks():
            assert own.post(cancel, {"reason": "Flu"}).status_code == 302
    session.refresh_from_db()
    assert (live(session), session.state) == ({"Tom"}, "scheduled")
    taken, left = mailoutbox
    assert (taken.subject, left.subject) == (
        "You have a place: Tue 2, 12:00",
        "No place any more: Tue 2, 12:00",
    )
    file = left.attachments[0].get_payload(decode=True)
    assert (b"METHOD:CANCEL" in file, b"STATUS:CANCELLED" in file) == (True, True)
    assert Activity.objects.filter(name="session.client_removed").count() == 1


def test_a_late_one_is_told_first_and_costs_what_the_rules_say(
    own: Browser, shown: None, ines: Client, trainer: User, client_for: ClientFor
) -> None:
    session = group(trainer, ines, named("Tom", trainer))
    cancel = f"/sessions/{session.pk}/own-cancellation/"
    with time_machine.travel(NOON - 3 * HOUR, tick=False):
        browser = client_for(ines.user)
        assert "it counts as if you had come" in browser.get(cancel).text
        assert (browser.post(cancel, {}).status_code, live(session)) == (409, {"Ines", "Tom"})
        assert browser.post(cancel, {"late": "accepted"}).status_code == 302
    place = SessionClient.objects.get(session=session, client=ines)
    assert (place.attendance, place.credit, live(session)) == ("cancelled", "forfeited", {"Tom"})


def test_of_two_who_share_an_hour_the_last_calls_it_off(
    ines: Client, open_business: Any, trainer: User, client_for: ClientFor
) -> None:
    tom = named("Tom", trainer)
    Client.objects.filter(pk=tom.pk).update(user=UserFactory(role="client"))
    tom.refresh_from_db()
    session = group(trainer, ines, tom, places=None, kind="personal")
    for client in (ines, tom):
        cancel_own(by=client.user, session_id=session.pk)  # type: ignore[arg-type] # they have one
    session.refresh_from_db()
    assert (session.state, session.cancelled_by) == ("cancelled", "client")
    assert Activity.objects.filter(name="session.client_removed").count() == 1
    page = client_for(trainer).get(f"/sessions/{session.pk}/").text
    assert "No place on" in page  # who left first stands in the history of the session too


def test_in_a_full_group_a_client_waits_and_stops(
    own: Browser, shown: None, ines: Client, trainer: User, api_for: ApiFor
) -> None:
    session = group(trainer, named("Tom", trainer), named("Ann", trainer))
    address = f"/book/groups/{session.pk}/"
    assert "Wait for a place" in own.get(address).text
    full = own.post(address, {"client": ines.pk, "act": "take"})
    assert (full.status_code, "All 2 places are taken." in full.text) == (409, True)
    for _again in range(2):
        assert own.post(address, {"client": ines.pk, "act": "wait"}).status_code == 302
    turn = session.waiting.get()
    assert (turn.state, "Stop waiting" in own.get(address).text) == ("waiting", True)
    own.post(f"/waiting/{turn.pk}/answer/", {"answer": "leave"})
    machine = api_for(ines.user)
    made = machine.post(f"/api/v1/me/groups/{session.pk}/waiting/", {})
    assert (made.status_code, made.json()["state"]) == (201, "waiting")
    left = machine.post(f"/api/v1/me/waiting/{made.json()['id']}/answer/", {"answer": "leave"})
    assert (left.status_code, left.json()["state"], live(session)) == (200, "left", {"Tom", "Ann"})


def test_a_place_moves_into_another_group_of_the_class_or_not_at_all(
    own: Browser, shown: None, ines: Client, trainer: User, api_for: ApiFor
) -> None:
    tom, ann = named("Tom", trainer), named("Ann", trainer)
    here, there, full = group(trainer, ines), group(trainer, tom, days=2), group(trainer, tom, ann, days=3)
    other = group(trainer, days=4, details=Details(title="Mobility"))
    page = own.get(f"/sessions/{here.pk}/own-move/").text
    assert [str(one.pk) in page for one in (there, full, other)] == [True, False, False]
    for wrong in (full, other):
        answer = own.post(f"/sessions/{here.pk}/own-move/", {"to": wrong.pk})
        assert (answer.status_code, live(here)) == (409, {"Ines"})
    for _again in range(2):
        assert own.post(f"/sessions/{here.pk}/own-move/", {"to": there.pk})["Location"] == f"/sessions/{there.pk}/"
    assert (live(here), live(there)) == (set(), {"Ines", "Tom"})
    machine = api_for(ines.user)
    back = machine.patch(f"/api/v1/me/bookings/{there.pk}/", {"group": str(here.pk)})
    assert (back.status_code, back.json()["id"], live(there)) == (200, str(here.pk), {"Tom"})
    assert machine.patch(f"/api/v1/me/bookings/{here.pk}/", {}).status_code == 400


def test_nobody_sees_groups_that_are_not_shown(
    own: Browser,
    ines: Client,
    open_business: Any,
    trainer: User,
    owner: User,
    client_for: ClientFor,
    anonymous: Browser,
) -> None:
    session = group(trainer)
    hidden = group(trainer, named("Tom", trainer), days=1, places=None, details=Details(title="Tom and friends"))
    assert own.get(f"/book/groups/{session.pk}/").status_code == 404
    switch = client_for(owner)
    assert switch.post("/booking/groups/", {"wanted": "yes"}).status_code == 302
    page = anonymous.get("/book/groups/").text
    assert ("Barbell club" in page, "Tom" in page) == (True, False)
    assert anonymous.get(f"/book/groups/{hidden.pk}/").status_code == 404
    asked = anonymous.post(f"/book/groups/{session.pk}/", {"client": ines.pk, "act": "take"})
    assert (asked.status_code, "/accounts/login/" in asked["Location"], live(session)) == (302, True, set())
    stranger = ClientFactory(trainer=trainer)
    assert own.post(f"/book/groups/{session.pk}/", {"client": stranger.pk, "act": "take"}).status_code == 404
    assert own.post(f"/book/groups/{session.pk}/", {"client": "x", "act": "take"}).status_code == 422


def test_the_list_does_not_grow_and_the_api_has_it(
    own: Browser, shown: None, ines: Client, trainer: User, assert_queries: AssertQueries, api_for: ApiFor
) -> None:
    for days in range(22):
        group(trainer, days=days)
    own.get("/book/groups/")
    with assert_queries("GET /book/groups/"):
        page = own.get("/book/groups/").text
    assert (page.count("2 places free"), "?cursor=" in page) == (20, True)
    session = TrainingSession.objects.order_by("starts_at")[0]
    with assert_queries("GET /book/groups/<group>/"):
        own.get(f"/book/groups/{session.pk}/")
    machine = api_for(ines.user)
    first = machine.get("/api/v1/me/groups/", {"page_size": 1}).json()
    assert (first["results"][0]["seats_left"], first["next"] is None) == (2, False)
    taken = machine.post(f"/api/v1/me/groups/{session.pk}/places/", {})
    assert (taken.status_code, taken.json()["id"], live(session)) == (201, str(session.pk), {"Ines"})
    gone = machine.post(f"/api/v1/me/bookings/{session.pk}/cancellation/", {})
    assert (gone.status_code, live(session)) == (200, set())
