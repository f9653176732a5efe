"""Any trainer: everybody's free times, and the booking goes to whoever of the free has the fewest hours that week."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from apps.booking.models import Hold
from apps.booking.services import book_own, save_bookable
from apps.booking.services.choosing import find_offer
from apps.booking.services.times import TimeTaken
from apps.common.ids import uuid7
from apps.sessions.gaps import gaps_between, gaps_of_each
from tests.booking.conftest import KEY, NOON, NOW
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.factories.sessions import SessionFactory

if TYPE_CHECKING:
    from typing import Any

    from apps.accounts.models import User
    from apps.booking.models import BookableType
    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, Browser, ClientFor

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def team(open_business: Any) -> list[User]:
    """Ada, Bo and Cy, in the order of their names."""
    return [UserFactory(role="trainer", full_name=name) for name in ("Ada", "Bo", "Cy")]


@pytest.fixture
def anybody(owner: User, team: list[User]) -> BookableType:
    values = {"name": "First session", "kind": "personal", "minutes": 60}
    return save_bookable(by=owner, values={**values, "trainer_ids": [str(one.pk) for one in team]})


def busy(trainer: User, at: Any, hours: int = 1, **more: Any) -> TrainingSession:
    return SessionFactory(trainer=trainer, starts_at=at, ends_at=at + hours * HOUR, **more)


def test_the_fewest_hours_of_that_week_among_the_free_win(
    team: list[User], anybody: BookableType, ines: Client
) -> None:
    ada, bo, cy = team
    busy(ada, NOON - HOUR, 1)  # free at noon, one hour
    busy(bo, NOON, 1)  # not free
    busy(cy, NOON + 3 * HOUR, 1)  # free, one hour; a call-off and another week do not count
    busy(ada, NOON + 4 * HOUR, 1, state="cancelled", cancelled_by="client")
    busy(ada, NOON + 7 * DAY, 6)
    busy(cy, NOON - 2 * DAY, 6)  # the Sunday before

    def booked(day: int) -> str:
        asked: Any = {"bookable_id": anybody.pk, "trainer_id": None, "starts_at": NOON + day * DAY, "key": uuid7()}
        return str(book_own(by=ines.user, **asked).trainer.full_name)  # type: ignore[arg-type] # she has one

    assert booked(0) == "Ada"  # one hour each: by name
    assert booked(1) == "Bo"  # now two, one, one
    assert booked(2) == "Cy"  # two, two, one
    assert booked(3) == "Ada"


def test_the_page_shows_everybodys_times_once_and_says_who_it_became(
    anonymous: Browser, team: list[User], anybody: BookableType, assert_queries: AssertQueries
) -> None:
    for one in team[:2]:
        busy(one, NOON)
    busy(team[2], NOON + HOUR)
    assert "See times for First session with any trainer" in anonymous.get("/book/").text
    url = f"/book/any/types/{anybody.pk}/"
    anonymous.get(url)
    with assert_queries("GET /book/any/types/<type>/"):
        page = anonymous.get(url).text
    times = re.findall(r"at=(2027-03-02[0-9TZ:-]+)", page)
    assert ("2027-03-02T12:00:00Z" in times, len(times) == len(set(times))) == (True, True)
    form = {
        "key": KEY,
        "at": "2027-03-02T12:00:00Z",
        "first_name": "Ann",
        "last_name": "Lee",
        "email": "a@mail.example",
    }
    for _again in range(2):
        asked = anonymous.post(f"{url}request/", form)
    assert "It is kept with Cy." in anonymous.get(asked["Location"]).text
    assert Hold.objects.get().trainer == team[2]
    gone = anonymous.post(f"{url}request/", {**form, "key": str(uuid7()), "email": "b@mail.example"})
    assert (gone.status_code, f"/book/any/types/{anybody.pk}/request/?at=2027" in gone.text) == (409, True)
    assert anonymous.get(f"/book/any/types/{uuid7()}/").status_code == 404


def test_a_signed_in_page_stays_within_twelve_queries(
    client_for: ClientFor, ines: Client, anybody: BookableType, assert_queries: AssertQueries
) -> None:
    browser = client_for(ines.user)
    url = f"/book/any/types/{anybody.pk}/"
    browser.get(url)
    with assert_queries("GET /book/any/types/<type>/, client"):
        browser.get(url)


def test_over_the_api(api_for: ApiFor, ines: Client, team: list[User], anybody: BookableType) -> None:
    machine = api_for(ines.user)
    busy(team[0], NOON)
    found = machine.get("/api/v1/me/bookable-slots/", {"type": str(anybody.pk), "from": "2027-03-02T12:00:00Z"}).json()
    assert found["free_slots"][0]["starts_at"] == "2027-03-02T12:00:00Z"
    made = machine.post("/api/v1/me/bookings/", {"type": str(anybody.pk), "starts_at": "2027-03-02T12:00:00Z"})
    assert (made.status_code, made.json()["trainer"]) == (201, str(team[1].pk))
    again = machine.post("/api/v1/me/bookings/", {"type": str(anybody.pk), "starts_at": "2027-03-02T12:00:00Z"})
    assert (again.status_code, again.json()["code"]) == (409, "time_taken")  # she is booked then herself


def test_when_nobody_is_free_the_next_times_of_anybody_are_named(
    ines: Client, team: list[User], anybody: BookableType
) -> None:
    for one in team:
        busy(one, NOON)
    with pytest.raises(TimeTaken) as taken:
        book_own(by=ines.user, bookable_id=anybody.pk, trainer_id=None, starts_at=NOON, key=uuid7())  # type: ignore[arg-type] # she has one
    assert len(taken.value.extra["free_slots"]) == 6
    assert find_offer(anybody.pk, None)[1] == [one.pk for one in team]


def test_the_gaps_of_several_are_those_of_each(team: list[User]) -> None:
    client = ClientFactory()
    for number, one in enumerate(team[:2]):
        busy(one, NOON + number * HOUR, 2, held_until=NOON + (number + 2) * HOUR + HOUR / 4)
    busy(UserFactory(role="trainer"), NOON + 5 * HOUR, clients=[client])
    asked: dict[str, Any] = {"client_ids": [client.pk], "since": NOW, "until": NOW + 3 * DAY}
    asked |= {"least": HOUR, "buffer": HOUR / 6}
    found = gaps_of_each(trainer_ids=[one.pk for one in team], **asked)
    assert found == {one.pk: gaps_between(trainer_id=one.pk, **asked) for one in team}
    assert len(found[team[0].pk]) == 3
