"""Whatever is combined, page, API and a recount in Python find the same clients."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.clients.models import Client, ClientSettings, SavedView
from apps.clients.models.client import NEVER
from apps.clients.models.settings import ONLY
from apps.clients.selectors.asked import Asked, listed
from apps.clients.selectors.counts import count_clients
from apps.clients.selectors.risk import Look, at_risk, days_away
from apps.common.ids import uuid7
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ApiFor, ClientFor

NOW = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
GOALS = ("", "Lower strength", "First pull-up", "Marathon")

RECOUNT: dict[str, Any] = {
    "goal": lambda client, value: value.lower() in client.goal.lower(),
    "seen_within": lambda client, value: client.last_session_at >= NOW - int(value) * DAY,
    "unseen_for": lambda client, value: client.last_session_at < NOW - int(value) * DAY,
    "came": lambda client, value: (client.last_session_at != NEVER) == (value == "ever"),
    "added_from": lambda client, value: client.member_since >= date.fromisoformat(value),
    "added_to": lambda client, value: client.member_since <= date.fromisoformat(value),
    "log_in": lambda client, value: (client.user_id is not None) == (value == "yes"),
    "has_email": lambda client, value: (client.email is not None) == (value == "yes"),
    "has_phone": lambda client, value: (client.phone is not None) == (value == "yes"),
    "birthday": lambda client, value: bool(client.date_of_birth) and client.date_of_birth.month == int(value),
}
VIEWS: dict[str, Any] = {
    "": lambda client: not client.archived_at,
    "active": lambda client: not client.archived_at and client.status == "active",
    "inactive": lambda client: not client.archived_at and client.status == "inactive",
    "archived": lambda client: bool(client.archived_at),
    "at_risk": lambda client: (
        not client.archived_at
        and client.status == "active"
        and client.last_session_at < NOW - 14 * DAY
        and client.booked_until < NOW - 14 * DAY
        and client.member_since <= (NOW - 14 * DAY).date()
        and (client.last_session_at > NEVER or client.created_at < NOW - 14 * DAY)
    ),
}
YES_NO = st.sampled_from(["yes", "no"])
DATES = st.dates(date(2027, 1, 20), date(2027, 3, 4)).map(date.isoformat)
QUERIES = st.fixed_dictionaries(
    {"view": st.sampled_from(list(VIEWS))},
    optional={
        "goal": st.sampled_from(["strength", "PULL", "a", "%", "_"]),
        "seen_within": st.integers(1, 40).map(str),
        "unseen_for": st.integers(1, 40).map(str),
        "came": st.sampled_from(["ever", "never"]),
        "added_from": DATES,
        "added_to": DATES,
        "log_in": YES_NO,
        "has_email": YES_NO,
        "has_phone": YES_NO,
        "birthday": st.integers(1, 12).map(str),
    },
)


@pytest.fixture
def crowd(owner: User) -> list[Client]:
    """Sixty who differ in everything a filter looks at."""
    people = []
    for number in range(60):
        came = NEVER if number % 5 == 0 else NOW - (number % 37) * DAY
        client = Client(
            id=uuid7(),
            created_at=NOW - (DAY if number % 10 == 0 else 300 * DAY),
            first_name=f"First {number}",
            email=f"c{number}@mail.example" if number % 3 else None,
            phone=f"+447946{number:06}" if number % 4 else None,
            goal=GOALS[number % 4],
            status="inactive" if number % 7 == 0 else "active",
            archived_at=NOW if number % 11 == 0 else None,
            last_session_at=came,
            booked_until=NOW + DAY if number % 6 == 0 else NEVER,
            member_since=(NOW - (number % 40) * DAY).date(),
            date_of_birth=date(1990, number % 12 + 1, 5) if number % 8 else None,
        )
        client.index_text()
        people.append(client)
    for client in people[:9]:
        client.user = UserFactory(role="client")
    Client.objects.bulk_create(people)
    return people


def recount(people: list[Client], query: dict[str, str]) -> set[str]:
    tests = [(RECOUNT[name], value) for name, value in query.items() if name != "view"]
    there = (client for client in people if VIEWS[query["view"]](client))
    return {client.first_name for client in there if all(test(client, value) for test, value in tests)}


def names_on(page: str) -> set[str]:
    return set(re.findall(r'class="person-name[^>]*>(First [0-9]+)<', page))


@time_machine.travel(NOW, tick=False)
def test_page_api_and_recount_agree(owner: User, crowd: list[Client], client_for: ClientFor, api_for: ApiFor) -> None:
    browser, machine = client_for(owner), api_for(owner)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(QUERIES)
    @example({"view": "at_risk"})
    @example({"view": "", "goal": "%"})
    def compare(query: dict[str, str]) -> None:
        expected = recount(crowd, query)
        parameters = {name: value for name, value in query.items() if name != "view"}
        answer = machine.get("/api/v1/clients/", {**parameters, "status": query["view"], "page_size": "200"})
        if not query["view"]:
            answer = machine.get("/api/v1/clients/", {**parameters, "page_size": "200"})
        assert {row["first_name"] for row in answer.json()["results"]} == expected
        page = browser.get("/clients/", {name: value for name, value in query.items() if value}).text
        assert names_on(page) <= expected
        assert len(names_on(page)) == min(25, len(expected))
        counts = count_clients(Asked.read(query, owner).found(owner, Look(NOW)), Look(NOW))
        assert counts.of(query["view"]) == len(expected)

    compare()


@time_machine.travel(NOW, tick=False)
def test_who_is_at_risk_is_said_in_days(crowd: list[Client]) -> None:
    look = Look(NOW)
    found = set(at_risk(Client.objects.all(), look).values_list("pk", flat=True))
    assert found == {client.pk for client in crowd if days_away(client, look)}
    for client in crowd:
        if client.pk in found and client.last_session:
            assert days_away(client, look) == (NOW - client.last_session_at).days
    new = [client for client in crowd if client.created_at == NOW - DAY and client.last_session is None]
    assert new
    assert not found & {client.pk for client in new}


@time_machine.travel(NOW, tick=False)
def test_the_business_decides_when(owner: User, client_for: ClientFor) -> None:
    ClientFactory(first_name="Priya", last_session_at=NOW - 12 * DAY, member_since=date(2026, 1, 1))
    browser = client_for(owner)
    assert "without a session" not in browser.get("/clients/").text
    ClientSettings.objects.create(id=ONLY, risk_after_days=10)
    page = browser.get("/clients/?view=at_risk").text
    assert "12 days" in page
    assert "1 active, 0 inactive, 1 at risk" in page


def test_every_filter_has_its_chip_and_its_way_back(owner: User, crowd: list[Client], client_for: ClientFor) -> None:
    page = client_for(owner).get("/clients/?goal=strength&seen_within=20&birthday=2&ordering=-last_session").text
    for words in ("Goal contains: strength", "Last session within: 20 days", "Birthday in: February"):
        assert words in page
    assert "/clients/?ordering=-last_session&amp;seen_within=20&amp;birthday=2" in page


@pytest.mark.parametrize("query", ["seen_within=0", "seen_within=x", "added_from=2027-02-30", "log_in=maybe", "birthday=13", "trainer=x", "view=nonsense", "ordering=shoe"])  # fmt: skip
def test_what_makes_no_sense_is_left_out_with_a_word(
    owner: User, crowd: list[Client], client_for: ClientFor, api_for: ApiFor, query: str
) -> None:
    page = client_for(owner).get(f"/clients/?{query}").text
    assert "was left out" in page
    assert len(names_on(page)) == 25
    parameter = query.replace("view=", "status=")
    assert api_for(owner).get(f"/api/v1/clients/?{parameter}").status_code == 400


def test_a_forms_empty_fields_leave_the_address(owner: User, client_for: ClientFor) -> None:
    answer = client_for(owner).get("/clients/?goal=pull&seen_within=&trainer=&view=active")
    assert (answer.status_code, answer["Location"]) == (302, "/clients/?view=active&goal=pull")


def test_a_search_that_nothing_comes_close_to(owner: User, client_for: ClientFor) -> None:
    ClientFactory(first_name="Ann")
    SavedView.objects.create(name="Nobody", query={"search": "qqxwzy"}, owner=owner)
    browser = client_for(owner)
    for path in ("/clients/?search=qqxwzy", "/clients/?search=qqxwzy&view=archived", "/clients/counts/"):
        assert browser.get(path).status_code == 200
    assert "0 active, 0 inactive" in browser.get("/clients/?search=qqxwzy").text


def test_a_trainer_has_no_filter_by_trainer(trainer: User, client_for: ClientFor) -> None:
    ClientFactory(first_name="Mine", trainer=trainer)
    browser = client_for(trainer)
    assert "Mine" in browser.get("/clients/?trainer=none").text
    assert 'name="trainer"' not in browser.get("/clients/filters/").text


def test_the_form_holds_what_is_asked_and_leads_back_to_it(owner: User, client_for: ClientFor) -> None:
    page = client_for(owner).get("/clients/filters/?goal=pull&view=active&trainer=none").text
    assert 'name="goal" value="pull"' in page
    assert '<option value="none" selected>' in page
    assert '<input type="hidden" name="view" value="active">' in page
    assert 'href="/clients/?view=active"' in page  # all cleared


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("ordering", ["last_session", "-last_session"])
def test_by_last_session_nobody_is_lost_between_pages(
    owner: User, crowd: list[Client], api_for: ApiFor, ordering: str
) -> None:
    url, seen = f"/api/v1/clients/?ordering={ordering}&page_size=7", []
    while url:
        answer = api_for(owner).get(url).json()
        seen += [row["id"] for row in answer["results"]]
        url = answer["next"]
    asked = listed(Asked(ordering=ordering), owner, Look(NOW)).order_by(*Asked(ordering=ordering).columns)
    assert seen == [str(pk) for pk in asked.values_list("pk", flat=True)]
    assert len(seen) == len(set(seen)) == len([client for client in crowd if not client.archived_at])
