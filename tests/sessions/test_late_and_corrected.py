"""Late cancellations and no-shows, what becomes of the credit, and taking back what was said by mistake."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from apps.activity.models import Activity
from apps.common.errors import Conflict, IllegalTransition, InvalidInput, NotAllowed
from apps.sessions import policies
from apps.sessions.models.states import Credit
from apps.sessions.services import (
    cancel_session,
    change_booking_rules,
    complete_session,
    correct_session,
    decide_credit,
    mark_no_show,
)
from apps.sessions.services.clashes import DoubleBooking
from tests.factories.clients import ClientFactory
from tests.sessions.conftest import HOUR, MONDAY

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.models import Client
    from tests.harness.people import ApiFor, ClientFor
    from tests.sessions.conftest import Book


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[UUID, str]]]:
    """Collect what an upper room would hear."""
    heard: list[tuple[str, dict[UUID, str]]] = []
    monkeypatch.setattr(policies, "_settlements", [])
    policies.register_settlement(lambda one: heard.append((one.credit, dict(one.before))))
    return heard


@pytest.mark.parametrize(
    ("before", "by", "rule", "is_late", "credit"),
    [
        (timedelta(hours=24), "client", "spend", False, Credit.RETURNED),
        (timedelta(hours=24, seconds=-1), "client", "spend", True, Credit.FORFEITED),
        (timedelta(minutes=-5), "client", "return", True, Credit.RETURNED),
        (timedelta(hours=1), "trainer", "spend", False, Credit.RETURNED),
    ],
)
def test_the_notice_decides_who_is_late(
    book: Book, owner: User, before: timedelta, by: str, rule: str, is_late: object, credit: Credit
) -> None:
    change_booking_rules(by=owner, changes={"late_cancel": rule})
    session = book()
    with time_machine.travel(MONDAY - before, tick=False):
        cancel_session(session_id=session.pk, by=owner, cancelled_by=by)
    session.refresh_from_db()
    assert (session.is_late, session.places.get().credit) == (is_late, credit)
    assert Activity.objects.get(name="session.cancelled").payload["is_late"] is is_late


def test_upper_rooms_hear_of_each_credit_in_its_transaction(
    book: Book, trainer: User, ines: Client, settled: list[tuple[str, dict[UUID, str]]]
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        session = book()
        complete_session(session_id=session.pk, by=trainer)
        correct_session(session_id=session.pk, by=trainer, reason="Wrong one")
        mark_no_show(session_id=session.pk, by=trainer)
    assert settled == [
        ("booked", {ines.pk: ""}),
        ("attended", {ines.pk: "booked"}),
        ("booked", {ines.pk: "attended"}),
        ("forfeited", {ines.pk: "booked"}),
    ]


def test_a_room_that_refuses_stops_the_booking(
    book: Book, settled: list[tuple[str, dict[UUID, str]]], trainer: User
) -> None:
    def refuse(one: policies.Settlement) -> None:
        raise Conflict("No credit left.")

    policies.register_settlement(refuse)
    with pytest.raises(Conflict, match="No credit left"):
        book()
    assert not Activity.objects.exists()


@time_machine.travel(MONDAY, tick=False)
def test_a_manager_decides_against_the_rules_for_a_reason(book: Book, owner: User, trainer: User) -> None:
    session = book()
    with pytest.raises(IllegalTransition):
        decide_credit(session_id=session.pk, by=owner, choice="return", reason="Too early")
    mark_no_show(session_id=session.pk, by=trainer)
    with pytest.raises(NotAllowed):
        decide_credit(session_id=session.pk, by=trainer, choice="return", reason="Kind")
    with pytest.raises(InvalidInput) as refused:
        decide_credit(session_id=session.pk, by=owner, choice="keep", reason=" ")
    assert set(refused.value.fields) == {"credit", "reason"}
    for _again in range(2):
        decide_credit(session_id=session.pk, by=owner, choice="return", reason="Her train stood")
    assert session.places.get().credit == "returned"
    (row,) = Activity.objects.filter(name="session.credit_decided")
    assert (row.payload["credit"], row.payload["reason"]) == ("returned", "Her train stood")


def test_a_mistake_is_taken_back_within_two_days(book: Book, trainer: User) -> None:
    session = book()
    with time_machine.travel(MONDAY, tick=False):
        complete_session(session_id=session.pk, by=trainer, notes="Squats")
    with time_machine.travel(MONDAY + timedelta(days=2), tick=False):
        with pytest.raises(InvalidInput):
            correct_session(session_id=session.pk, by=trainer, reason=" ")
        for _again in range(2):
            correct_session(session_id=session.pk, by=trainer, reason="Wrong one")
        session.refresh_from_db()
        assert (session.state, session.completed_at, session.outcome) == ("scheduled", None, "Squats")
        assert session.places.get().blocks
        mark_no_show(session_id=session.pk, by=trainer)
    assert Activity.objects.filter(name="session.corrected").count() == 1
    with (
        time_machine.travel(MONDAY + timedelta(days=4, seconds=1), tick=False),
        pytest.raises(IllegalTransition, match="within two days"),
    ):
        correct_session(session_id=session.pk, by=trainer, reason="Too late")


@time_machine.travel(MONDAY, tick=False)
def test_who_is_booked_there_by_now_keeps_the_hour(book: Book, trainer: User) -> None:
    session = book()
    mark_no_show(session_id=session.pk, by=trainer)
    book(client_ids=[ClientFactory(trainer=trainer).pk])
    with pytest.raises(DoubleBooking):
        correct_session(session_id=session.pk, by=trainer, reason="She came")
    session.refresh_from_db()
    assert (session.state, session.places.get().credit) == ("no_show", "forfeited")


@time_machine.travel(MONDAY - HOUR, tick=False)
def test_the_pages_say_it_before_and_do_it(client_for: ClientFor, owner: User, book: Book) -> None:
    browser, session = client_for(owner), book()
    url = f"/sessions/{session.pk}/"
    asked = browser.get(f"{url}cancellation/").content.decode()
    assert "A client who cancels now is late: the notice is 24 hours. The credit is spent." in asked
    browser.post(f"{url}cancellation/", {"by": "client", "reason": "Flu"})
    page = browser.get(url).content.decode()
    assert "Spent, though they did not train" in page
    assert "cancelled late by the client: Flu" in page
    assert browser.post(f"{url}credit/", {"credit": "return"}).status_code == 422
    assert browser.post(f"{url}credit/", {"credit": "return", "reason": "Ill"})["Location"] == url
    assert "Given back" in browser.get(url).content.decode()
    assert browser.post(f"{url}correction/", {"reason": "No"}, follow=True).status_code == 200
    session.refresh_from_db()
    assert session.state == "cancelled"


@time_machine.travel(MONDAY, tick=False)
def test_the_api_corrects_and_decides(api_for: ApiFor, owner: User, trainer: User, book: Book) -> None:
    machine, session = api_for(trainer), book()
    url = f"/api/v1/sessions/{session.pk}/"
    machine.post(f"{url}no-show/")
    assert api_for(trainer).post(f"{url}credit/", {"credit": "return", "reason": "Ill"}).status_code == 403
    decided = api_for(owner).post(f"{url}credit/", {"credit": "return", "reason": "Ill"})
    assert (decided.status_code, decided["ETag"]) == (200, '"v3"')
    stale = machine.post(f"{url}correction/", {"reason": "Came"}, headers={"If-Match": '"v2"'})
    assert stale.status_code == 412
    corrected = machine.post(f"{url}correction/", {"reason": "Came"})
    assert (corrected.status_code, corrected.json()["state"]) == (200, "scheduled")
    assert machine.post(f"{url}cancellation/", {"by": "client", "reason": ""}).json()["is_late"] is True
    assert machine.post(f"{url}correction/", {"reason": "Came"}).json()["code"] == "illegal_transition"


def test_the_booking_page_says_what_a_place_costs(
    client_for: ClientFor, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_for(owner)
    assert "A place costs:" not in browser.get("/sessions/new/").content.decode()
    monkeypatch.setattr(policies, "_prices", [])
    policies.register_price(lambda kind: "1 credit" if kind == "group" else "")
    assert "A place costs: Group 1 credit</p>" in browser.get("/sessions/new/").content.decode()
