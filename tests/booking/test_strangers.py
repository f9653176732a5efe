"""Strangers on the booking page: a time is held, a link confirms it, and nobody learns who is a client."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import time_machine

from apps.booking.models import Hold
from apps.booking.services import confirm_hold, hold_time
from apps.booking.services.forgetting import forget_hold
from apps.booking.services.times import TimeTaken
from apps.booking.services.tokens import token_of_hold
from apps.clients.models import Client
from apps.common.errors import Conflict, NotFound
from apps.common.ids import uuid7
from apps.sessions.models import TrainingSession
from apps.sessions.services import schedule_session
from tests.booking.conftest import KEY, NOON, NOW
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.booking.models import BookableType
    from tests.harness.counting import AssertQueries
    from tests.harness.people import Browser, ClientFor
    from tests.harness.tasks import RunCommitHooks

HOUR = timedelta(hours=1)
WHO = {"first_name": "Ann", "last_name": "Lee", "email": "ann@mail.example", "phone": "020 7946 0018"}


def address(trainer: User, bookable: BookableType, end: str = "") -> str:
    return f"/book/{trainer.pk}/types/{bookable.pk}/{end}"


def form(**changes: str) -> dict[str, str]:
    return {"key": KEY, "at": "2027-03-02T12:00:00Z", **WHO, **changes}


def hold(bookable: BookableType, trainer: User, **changes: Any) -> Hold:
    values = {"bookable_id": bookable.pk, "trainer_id": trainer.pk, "starts_at": NOON, "key": uuid7(), **WHO}
    return hold_time(**{**values, **changes})


def test_the_page_is_unknown_until_the_business_wants_it(anonymous: Browser, trainer: User) -> None:
    assert anonymous.get("/book/").status_code == 404
    assert anonymous.get(f"/book/{trainer.pk}/").status_code == 404


def test_a_stranger_books_from_the_first_page_to_the_letter(
    anonymous: Browser,
    first_hour: BookableType,
    trainer: User,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
    mailoutbox: list[Any],
) -> None:
    trainer.full_name = "Nora Lindqvist"
    trainer.save()
    assert "See times for First session with Nora Lindqvist" in anonymous.get("/book/").text
    page = anonymous.get(f"/book/nora-lindqvist/types/{first_hour.pk}/")
    times = re.findall(r"at=([0-9TZ:-]+)", page.text)
    assert times[:2] == ["2027-03-01T10:00:00Z", "2027-03-01T11:00:00Z"]  # two hours' notice
    asked = anonymous.get(f"/book/nora-lindqvist/types/{first_hour.pk}/request/?at={times[0]}").text
    assert "We send a link to this address." in asked
    with run_commit_hooks():
        answer = anonymous.post(address(trainer, first_hour, "request/"), form())
    assert (answer.status_code, answer["Location"]) == (302, "/book/asked/")
    (letter,) = mailoutbox
    assert (letter.to, "Nora Lindqvist, Tue 2, 12:00" in letter.body) == (["Ann <ann@mail.example>"], True)
    link = re.search(r"http\S+/book/confirm/\S+", letter.body)[0]  # type: ignore[index] # it is there
    path = "/" + link.split("/", 3)[3]
    assert not TrainingSession.objects.exists()
    assert "Is this right?" in anonymous.get(path).text
    assert not TrainingSession.objects.exists()
    with run_commit_hooks():
        assert anonymous.post(path).status_code == 302
    assert "You get a letter with everything" in anonymous.get(path).text
    anonymous.post(path)
    session, client = TrainingSession.objects.get(), Client.objects.get()
    assert (session.starts_at, session.trainer, session.title) == (NOON, trainer, "First session")
    assert (client.full_name, client.email, client.trainer) == ("Ann Lee", "ann@mail.example", trainer)
    assert session.places.get().client == client
    assert Hold.objects.values_list("email", "first_name", "last_name", "phone").get() == ("", "", "", "")
    booked = mailoutbox[1]
    assert booked.to == ["Ann Lee <ann@mail.example>"]
    assert b"METHOD:REQUEST" in booked.attachments[0].get_payload(decode=True)


def test_a_client_is_met_by_their_address_and_nobody_sees_it(
    anonymous: Browser, first_hour: BookableType, trainer: User
) -> None:
    known = ClientFactory(email="ANN@mail.example", trainer=None)
    answers = [
        anonymous.post(address(trainer, first_hour, "request/"), form(key=str(uuid7()), email=email, at=at))
        for email, at in [("ann@mail.example", "2027-03-02T12:00:00Z"), ("new@mail.example", "2027-03-02T13:00:00Z")]
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/book/asked/")}
    confirm_hold(token=token_of_hold(Hold.objects.get(email="ann@mail.example")))
    assert TrainingSession.objects.get().places.get().client == known
    assert Client.objects.count() == 1


def test_a_held_time_is_nobody_elses_for_a_quarter_of_an_hour(
    first_hour: BookableType, trainer: User, anonymous: Browser
) -> None:
    mine = hold(first_hour, trainer)
    page = anonymous.get(address(trainer, first_hour)).text
    assert "2027-03-02T12:00:00Z" not in page
    assert "2027-03-02T13:00:00Z" in page
    answer = anonymous.post(address(trainer, first_hour, "request/"), form(email="late@mail.example"))
    assert answer.status_code == 409
    assert "This time is no longer free" in answer.text
    assert re.findall(r"at=([0-9TZ:-]+)", answer.text)[:2] == ["2027-03-01T10:00:00Z", "2027-03-01T11:00:00Z"]
    client = ClientFactory(trainer=trainer)
    with pytest.raises(Conflict, match="Try again in 15 minutes"):
        schedule_session(by=trainer, trainer_id=trainer.pk, client_ids=[client.pk], starts_at=NOON, duration=HOUR)
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        hold(first_hour, trainer, email="late@mail.example")
        with pytest.raises(TimeTaken):
            confirm_hold(token=token_of_hold(mine))
    assert not TrainingSession.objects.exists()


def test_who_opens_the_link_late_still_has_the_time_while_it_is_free(first_hour: BookableType, trainer: User) -> None:
    mine = hold(first_hour, trainer)
    with time_machine.travel(NOW + 20 * HOUR, tick=False):
        confirm_hold(token=token_of_hold(mine))
    assert TrainingSession.objects.get().starts_at == NOON


def test_machines_repeats_and_nonsense_keep_nothing(
    anonymous: Browser, first_hour: BookableType, trainer: User
) -> None:
    url = address(trainer, first_hour, "request/")
    assert anonymous.post(url, form(website="http://spam.example"))["Location"] == "/book/asked/"
    assert not Hold.objects.exists()
    assert anonymous.post(url, form(email="nonsense")).status_code == 422
    assert anonymous.post(url, form(at="2027-03-02T12:10:00Z")).status_code == 422  # not on the hour
    assert anonymous.post(url, form(at="2027-03-01T09:00:00Z")).status_code == 409  # too soon
    assert anonymous.post(url, form(at="2027-09-01T09:00:00Z")).status_code == 409  # too far
    assert not Hold.objects.exists()
    for _ in range(2):
        assert anonymous.post(url, form()).status_code == 302
    assert Hold.objects.get().pk == UUID(KEY)
    assert anonymous.post(url, form(email="other@mail.example")).status_code == 422  # a key is its owner's
    assert anonymous.get("/book/confirm/nonsense/").status_code == 410


def test_many_tries_are_too_many(anonymous: Browser, first_hour: BookableType, trainer: User) -> None:
    answers = [
        anonymous.post(
            address(trainer, first_hour, "request/"), form(key=str(uuid7()), at=f"2027-03-02T{hour:02}:00:00Z")
        )
        for hour in range(8, 16)
    ]
    assert [answer.status_code for answer in answers] == [302] * 3 + [429] * 5
    assert "Open the links in the letters you got first." in answers[3].text


def test_who_never_confirms_is_forgotten(first_hour: BookableType, trainer: User) -> None:
    mine, other = hold(first_hour, trainer), hold(first_hour, trainer, starts_at=NOON + HOUR)
    confirm_hold(token=token_of_hold(other))
    for one in (mine, other):
        forget_hold(str(one.pk))
    assert list(Hold.objects.values_list("pk", "email")) == [(other.pk, "")]
    with pytest.raises(NotFound):
        confirm_hold(token=token_of_hold(mine))


def test_the_pages_do_not_grow(
    anonymous: Browser, first_hour: BookableType, trainer: User, assert_queries: AssertQueries
) -> None:
    anonymous.get("/book/")
    with assert_queries("GET /book/"):
        anonymous.get("/book/")
    with assert_queries("GET /book/<trainer>/types/<type>/"):
        anonymous.get(address(trainer, first_hour))


def test_managers_say_what_can_be_booked(client_for: ClientFor, owner: User, first_hour: BookableType) -> None:
    browser = client_for(owner)
    body = {"key": KEY, "name": "Short", "kind": "online", "minutes": "30", "price": "", "description": ""}
    for _ in range(2):
        assert browser.post("/booking/types/add/", body).status_code == 302
    assert browser.post("/booking/types/add/", {**body, "minutes": "5"}).status_code == 422
    page = browser.get("/booking/setup/").text
    assert page.count("everybody who trains") == 1
    assert browser.post(f"/booking/types/{KEY}/", {**body, "version": "1", "price": "£30"}).status_code == 302
    assert browser.post(f"/booking/types/{KEY}/", {**body, "version": "1", "price": "£40"}).status_code == 422
    browser.post(f"/booking/types/{KEY}/removal/")
    assert "Short" not in browser.get("/booking/setup/").text.replace("Shortcuts", "")
