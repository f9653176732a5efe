"""Who may be a client already."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.clients.duplicates import last_scan, likely_duplicates, open_pairs
from apps.clients.likeness import Facts, compare, similarity
from apps.clients.models import Client, DuplicatePair
from apps.clients.models.email_key import EmailKey, email_key
from apps.clients.services import add_client, archive_client
from apps.clients.services.duplicates import dismiss_pair, find_duplicates, reopen_pair, sound_of, start_scan
from apps.clients.services.fields import check_fields
from tests.factories.clients import ClientFactory
from tests.harness.forms import form_on

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, ClientFor

BORN = dt.date(1990, 2, 28)


@pytest.fixture
def anna(owner: User) -> Client:
    return add_client(
        by=owner,
        first_name="Anna",
        last_name="Berg",
        email="anna.berg@gmail.com",
        phone="07400 122601",
        date_of_birth=BORN,
    )


@pytest.mark.parametrize(
    ("values", "reasons"),
    [
        ({"first_name": "A.", "email": "annaberg+gym@googlemail.com"}, ["email"]),
        ({"first_name": "Bo", "last_name": "Holm", "phone": "+44 7400 122601"}, ["phone"]),
        ({"first_name": "Berg", "last_name": "Anna"}, ["name"]),
        ({"first_name": "Änna", "last_name": "Bergh"}, ["name"]),
        ({"first_name": "Ann", "last_name": "Bergh", "date_of_birth": "1990-02-28"}, ["birthday"]),
        ({"first_name": "Anna", "last_name": "Berg", "date_of_birth": "1991-02-28"}, []),
        ({"first_name": "Anton", "last_name": "Keller"}, []),
        ({"first_name": "Anna Berg 2"}, []),
    ],
)
def test_finds_whom_people_would_take_for_one(
    owner: User, anna: Client, values: dict[str, str], reasons: list[str]
) -> None:
    hits = likely_duplicates(check_fields(values), owner)  # type: ignore[arg-type] # fields by name
    assert [reason for hit in hits for reason in hit.reasons] == reasons
    assert [hit.client for hit in hits] == ([anna] if reasons else [])


def test_the_archived_are_found_and_oneself_is_not(owner: User, anna: Client) -> None:
    values = {"first_name": "Anna", "last_name": "Berg"}
    assert likely_duplicates(values, owner, besides=anna.pk) == []
    archive_client(client_id=anna.pk, by=owner)
    assert [hit.client for hit in likely_duplicates(values, owner)] == [anna]


def test_a_trainer_hears_only_of_whom_they_see(owner: User, trainer: User, anna: Client) -> None:
    Client.objects.filter(pk=anna.pk).update(trainer=owner)
    assert likely_duplicates({"first_name": "Anna", "last_name": "Berg"}, trainer) == []


locals_ = st.text("aB.+9", min_size=1, max_size=8)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(local="A.b+c", domain="Gmail.com")
@given(local=locals_, domain=st.sampled_from(["gmail.com", "GoogleMail.com", "mail.example", "a.b.example"]))
def test_python_and_postgres_agree_on_mailboxes(business: object, local: str, domain: str) -> None:
    ClientFactory(email=f"{local}@{domain}")
    kept = Client.objects.annotate(key=EmailKey("email")).latest("id")
    assert kept.key == email_key(f"{local}@{domain}")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=st.text("abe n", max_size=12), other=st.text("abe n", max_size=12))
def test_python_and_postgres_agree_on_names(business: object, one: str, other: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity(%s, %s)", [one, other])
        (expected,) = cursor.fetchone()
    assert similarity(one, other) == pytest.approx(expected, abs=1e-6)


people = st.builds(
    Facts,
    name=st.sampled_from(["anna berg", "ana berg", "bo holm"]),
    email=st.sampled_from(["", "a@x.example"]),
    phone=st.sampled_from(["", "+447400122601"]),
    born=st.sampled_from([None, BORN]),
)


@given(one=people, other=people)
def test_likeness_is_the_same_from_both_sides(one: Facts, other: Facts) -> None:
    assert compare(one, other) == compare(other, one)


def test_the_page_warns_once_and_takes_a_yes(
    owner: User, anna: Client, client_for: ClientFor, assert_queries: AssertQueries
) -> None:
    browser = client_for(owner)
    sent = {**form_on(browser.get("/clients/add/").text), "first_name": "Ana", "last_name": "Berg"}
    sent |= {"no_email": "on", "no_phone": "on"}

    page = browser.post("/clients/add/", sent)

    assert page.status_code == 409
    assert "Looks like <b>Anna Berg</b>" in page.text
    assert Client.objects.count() == 1
    again = form_on(page.text) | {"allow_duplicate": "yes"}
    assert browser.post("/clients/add/", again).status_code == 302
    assert browser.post("/clients/add/", again).status_code == 302
    assert Client.objects.count() == 2
    with assert_queries("POST /clients/likely/"):
        asked = browser.post("/clients/likely/", {"first_name": "Anna", "last_name": "Bergh", "email": "no-at"})
    assert "Looks like <b>Anna Berg</b>" in asked.text
    parts = {"first_name": "Zoe", "phone_country": "GB", "phone_number": "07400 122601"}
    assert "same phone" in browser.post("/clients/likely/", parts).text
    assert "Looks like" not in browser.post("/clients/likely/", {"first_name": "Zoe", "email": "\0"}).text


def test_an_edit_warns_too(owner: User, anna: Client, client_for: ClientFor) -> None:
    other, browser = add_client(by=owner, first_name="Bo", last_name="Holm"), client_for(owner)
    sent = {**form_on(browser.get(f"/clients/{other.pk}/edit/").text), "phone": "07400 122601"}
    page = browser.post(f"/clients/{other.pk}/edit/", sent)
    assert page.status_code == 409
    assert "same phone" in page.text
    assert (
        browser.post(f"/clients/{other.pk}/edit/", form_on(page.text) | {"allow_duplicate": "yes"}).status_code == 302
    )


def test_api(owner: User, anna: Client, api_for: ApiFor) -> None:
    api, body = api_for(owner), {"first_name": "Anna", "last_name": "Berg"}
    answer = api.post("/api/v1/clients/", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "likely_duplicate")
    (candidate,) = answer.json()["candidates"]
    assert (candidate["id"], candidate["score"], candidate["reasons"]) == (str(anna.pk), 80, ["name"])
    assert api.post("/api/v1/clients/", {**body, "allow_duplicate": True}, format="json").status_code == 201
    taken = api.post(
        "/api/v1/clients/", {**body, "email": "anna.berg@gmail.com", "allow_duplicate": True}, format="json"
    )
    assert (taken.status_code, taken.json()["errors"]["email"]) == (400, ["Anna Berg already has this e-mail."])


def test_the_whole_business_is_looked_through(
    owner: User, anna: Client, client_for: ClientFor, assert_queries: AssertQueries
) -> None:
    typo = ClientFactory(first_name="Anna", last_name="Bergh", email="x1@mail.example")
    same = ClientFactory(first_name="A", last_name="B", email="a.nnaberg@gmail.com")
    ClientFactory(first_name="Zoe", last_name="Quist")
    scan = start_scan(by=owner)
    assert start_scan(by=owner) == scan
    find_duplicates(scan_id=scan.pk)
    find_duplicates(scan_id=scan.pk)

    pairs = {frozenset({pair.first_id, pair.second_id}): pair for pair in open_pairs()}
    assert set(pairs) == {frozenset({anna.pk, typo.pk}), frozenset({anna.pk, same.pk})}
    newest = last_scan()
    assert newest is not None
    assert (newest.total, newest.done, newest.found, newest.left_out) == (4, 4, 2, 0)

    pair = pairs[frozenset({anna.pk, typo.pk})]
    browser = client_for(owner)
    with assert_queries("GET /clients/duplicates/"):
        assert "Anna Bergh" in browser.get("/clients/duplicates/").text
    assert browser.post(f"/clients/duplicates/{pair.pk}/dismissal/").status_code == 302
    assert "Anna Bergh" not in browser.get("/clients/duplicates/").text
    find_duplicates(scan_id=start_scan(by=owner).pk)
    assert [row.second_id for row in open_pairs()] == [same.pk]
    reopen_pair(pair_id=pair.pk)
    assert open_pairs().count() == 2


def test_a_pair_that_is_none_any_more_goes_and_a_dismissed_one_stays(owner: User, anna: Client) -> None:
    typo = ClientFactory(first_name="Ana", last_name="Berg", email="x1@mail.example")
    find_duplicates(scan_id=start_scan(by=owner).pk)
    dismiss_pair(pair_id=open_pairs().get().pk, by=owner)
    Client.objects.filter(pk=typo.pk).update(first_name="Zoe", last_name="Quist")
    find_duplicates(scan_id=start_scan(by=owner).pk)
    assert DuplicatePair.objects.count() == 1


@pytest.mark.parametrize(("one", "other"), [("anna", "ana"), ("sofia", "sophia"), ("erik", "eric"), ("lena", "lina")])
def test_names_that_sound_alike_are_filed_together(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)
