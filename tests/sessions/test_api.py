"""Sessions over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from apps.activity.models import Activity
from apps.sessions.models import TrainingSession
from tenants.registry.context import enter_business
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.sessions.conftest import HOUR, MONDAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.common.business import BusinessRef
    from tests.harness.people import ApiFor, Machine
    from tests.sessions.conftest import Book

SESSIONS = "/api/v1/sessions/"


@pytest.fixture(autouse=True)
def _monday_at_nine() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def api(api_for: ApiFor, trainer: User) -> Machine:
    return api_for(trainer)


def body(trainer: User, client: Client, **changes: Any) -> dict[str, Any]:
    values = {
        "clients": [str(client.pk)],
        "trainer": str(trainer.pk),
        "starts_at": "2027-03-01T09:00:00Z",
        "duration_minutes": 60,
        "type": "personal",
        "location": "Main floor",
        "notes": "Lower strength, day B",
    }
    return {**values, **changes}


def test_books_a_session(api: Machine, trainer: User, ines: Client) -> None:
    answer = api.post(SESSIONS, body(trainer, ines))
    assert answer.status_code == 201, answer.data
    session = TrainingSession.objects.get()
    assert answer["ETag"] == '"v1"'
    assert answer.json() == {
        "id": str(session.pk),
        "clients": [str(ines.pk)],
        "trainer": str(trainer.pk),
        "type": "personal",
        "title": "",
        "starts_at": "2027-03-01T09:00:00Z",
        "ends_at": "2027-03-01T10:00:00Z",
        "duration_minutes": 60,
        "capacity": None,
        "location": "Main floor",
        "video_link": "",
        "notes": "Lower strength, day B",
        "outcome": "",
        "client_notes": "",
        "state": "scheduled",
        "started_at": None,
        "completed_at": None,
        "cancelled_at": None,
        "cancelled_by": "",
        "cancel_reason": "",
        "is_late": False,
        "version": 1,
        "created_at": "2027-03-01T09:00:00Z",
        "updated_at": "2027-03-01T09:00:00Z",
    }


def test_a_clash_is_a_problem_with_free_slots(api: Machine, trainer: User, ines: Client) -> None:
    api.post(SESSIONS, body(trainer, ines))
    answer = api.post(SESSIONS, body(trainer, ines, starts_at="2027-03-01T09:30:00Z"))
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == "double_booking"
    assert [slot["starts_at"] for slot in problem["free_slots"]] == [
        "2027-03-01T10:00:00Z",
        "2027-03-01T11:00:00Z",
        "2027-03-01T12:00:00Z",
    ]
    assert TrainingSession.objects.count() == 1
    assert Activity.objects.filter(name="session.scheduled").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"clients": []}, "clients"),
        ({"clients": ["01941f29-7c00-7246-86c3-b13803bb95ed"]}, "clients"),
        ({"trainer": "01941f29-7c00-7246-86c3-b13803bb95ed"}, "trainer"),
        ({"duration_minutes": 0}, "duration_minutes"),
        ({"duration_minutes": 25 * 60}, "duration_minutes"),
        ({"starts_at": "9999-12-31T23:59:59Z"}, "starts_at"),
        ({"starts_at": "soon"}, "starts_at"),
        ({"type": "party"}, "type"),
        ({"video_link": "javascript:alert(1)"}, "video_link"),
    ],
)
def test_bad_values_are_named_and_nothing_is_booked(
    api: Machine, trainer: User, ines: Client, changes: dict[str, Any], field: str
) -> None:
    answer = api.post(SESSIONS, {**body(trainer, ines), **changes})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert not TrainingSession.objects.exists()


def test_an_archived_client_cannot_be_booked(api: Machine, trainer: User, ines: Client) -> None:
    ines.archive(at=MONDAY)
    ines.save()
    answer = api.post(SESSIONS, body(trainer, ines))
    assert answer.status_code == 400
    assert answer.json()["errors"] == {"clients": ["Ines Carvalho is archived."]}


def test_start_note_complete(api: Machine, book: Book) -> None:
    session = book()
    url = f"{SESSIONS}{session.pk}/"
    assert api.post(f"{url}start/").json()["state"] == "in_progress"
    assert api.post(f"{url}notes/", {"text": "Knee quiet"}).json()["outcome"] == "Knee quiet"
    done = api.post(f"{url}completion/", {"notes": "Done"})
    assert (done.status_code, done.json()["state"], done["ETag"]) == (200, "completed", '"v4"')
    refused = api.post(f"{url}start/")
    assert (refused.status_code, refused.json()["code"]) == (409, "illegal_transition")


def test_cancellation_and_no_show(api: Machine, book: Book) -> None:
    first, second = book(), book(starts_at=MONDAY - 2 * HOUR)
    answer = api.post(f"{SESSIONS}{first.pk}/cancellation/", {"reason": "Flu", "by": "client"})
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["cancelled_by"], answer.json()["cancel_reason"]) == (
        "cancelled",
        "client",
        "Flu",
    )
    assert api.post(f"{SESSIONS}{second.pk}/no-show/").json()["state"] == "no_show"
    assert api.post(f"{SESSIONS}{second.pk}/cancellation/", {"reason": "x"}).status_code == 400


def test_patch_moves_and_describes_and_honours_if_match(api: Machine, book: Book) -> None:
    session = book()
    url = f"{SESSIONS}{session.pk}/"
    stale = api.patch(url, {"starts_at": "2027-03-01T12:00:00Z"}, headers={"If-Match": '"v7"'})
    assert stale.status_code == 412
    moved = api.patch(
        url, {"starts_at": "2027-03-01T12:00:00Z", "location": "Park"}, headers={"If-Match": '"v1"'}
    ).json()
    assert (moved["starts_at"], moved["ends_at"], moved["location"]) == (
        "2027-03-01T12:00:00Z",
        "2027-03-01T13:00:00Z",
        "Park",
    )
    longer = api.patch(url, {"duration_minutes": 90}).json()
    assert (longer["starts_at"], longer["duration_minutes"]) == ("2027-03-01T12:00:00Z", 90)
    names = Activity.objects.order_by("id").values_list("name", flat=True)
    assert list(names) == ["session.scheduled", "session.moved", "session.updated", "session.moved"]


def test_filters(api: Machine, book: Book, trainer: User, tom: Client) -> None:
    first = book(details=None)
    second = book(starts_at=MONDAY + 24 * HOUR, client_ids=[tom.pk])

    def ids(**query: Any) -> list[str]:
        return [row["id"] for row in api.get(SESSIONS, query).json()["results"]]

    assert ids() == [str(first.pk), str(second.pk)]
    assert ids(ordering="-starts_at") == [str(second.pk), str(first.pk)]
    assert ids(client=str(tom.pk)) == [str(second.pk)]
    assert ids(**{"from": "2027-03-01T10:00:00Z"}) == [str(second.pk)]
    assert ids(to="2027-03-02T00:00:00Z") == [str(first.pk)]
    assert ids(state="completed") == []
    assert ids(search="carv") == [str(first.pk)]
    assert ids(trainer=str(trainer.pk), page_size=1) == [str(first.pk)]
    assert api.get(SESSIONS, {"state": "lost"}).status_code == 400


def test_slots(api: Machine, book: Book, ines: Client) -> None:
    book()
    answer = api.get(f"{SESSIONS}slots/", {"client": str(ines.pk), "after": "2027-03-01T08:30:00Z", "count": "2"})
    assert answer.json() == {
        "free_slots": [
            {"starts_at": "2027-03-01T10:00:00Z", "ends_at": "2027-03-01T11:00:00Z"},
            {"starts_at": "2027-03-01T11:00:00Z", "ends_at": "2027-03-01T12:00:00Z"},
        ]
    }


def test_a_trainer_sees_their_own_and_their_clients_sessions_only(api_for: ApiFor, book: Book, owner: User) -> None:
    colleague = UserFactory()
    mine = book()
    theirs = book(by=owner, trainer_id=colleague.pk, client_ids=[ClientFactory(trainer=colleague).pk])
    seen = api_for(colleague).get(SESSIONS).json()["results"]
    assert [row["id"] for row in seen] == [str(theirs.pk)]
    assert api_for(colleague).get(f"{SESSIONS}{mine.pk}/").status_code == 404
    refused = api_for(colleague).post(f"{SESSIONS}{mine.pk}/cancellation/", {"by": "trainer"})
    assert refused.status_code == 404
    mine.refresh_from_db()
    assert mine.state == "scheduled"
    assert len(api_for(owner).get(SESSIONS).json()["results"]) == 2


def test_a_client_sees_nothing_that_is_not_theirs_and_changes_nothing(
    api_for: ApiFor, book: Book, client_user: User
) -> None:
    session = book()
    assert api_for(client_user).get(SESSIONS).json()["results"] == []
    assert api_for(client_user).post(f"{SESSIONS}{session.pk}/start/").status_code == 403


def test_the_front_desk_books_and_cancels_but_does_not_run_sessions(
    api_for: ApiFor, book: Book, front_desk: User, trainer: User, ines: Client
) -> None:
    session = book()
    desk = api_for(front_desk)
    assert desk.post(SESSIONS, body(trainer, ines, starts_at="2027-03-01T15:00:00Z")).status_code == 201
    assert desk.post(f"{SESSIONS}{session.pk}/completion/", {"notes": "no"}).status_code == 403
    session.refresh_from_db()
    assert (session.state, session.outcome) == ("scheduled", "")


def test_another_business_sees_nothing(
    api_for: ApiFor, book: Book, rival: BusinessRef, rival_owner: User, ines: Client
) -> None:
    session = book()
    machine = api_for(rival_owner)
    assert machine.get(SESSIONS).json()["results"] == []
    assert machine.get(f"{SESSIONS}{session.pk}/").status_code == 404
    assert machine.post(SESSIONS, body(rival_owner, ines)).status_code == 400
    with enter_business(rival):
        assert not TrainingSession.objects.exists()
