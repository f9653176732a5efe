"""What a business decides about booking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apps.activity.models import Activity
from apps.common.errors import InvalidInput, NotAllowed, StaleVersion
from apps.sessions.models import BookingRules
from apps.sessions.selectors import booking_rules
from apps.sessions.services import change_booking_rules
from tests.sessions.test_double_booking import at_once

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, ClientFor

API = "/api/v1/booking-rules/"
AS_THEY_CAME = {
    "buffer_minutes": 0,
    "cancel_notice_hours": 24,
    "minimum_notice_minutes": 120,
    "horizon_days": 60,
    "offer_minutes": 120,
    "late_cancel": "spend",
    "no_show": "spend",
    "slot_step_minutes": 30,
    "self_booking": False,
}


def test_a_business_that_decided_nothing_has_the_usual_rules(
    business: BusinessRef, assert_queries: AssertQueries
) -> None:
    with assert_queries("booking rules"):
        rules = booking_rules()
    assert {name: getattr(rules, name) for name in AS_THEY_CAME} == AS_THEY_CAME
    assert not BookingRules.objects.exists()


def test_a_change_is_an_event_with_before_and_after(manager: User) -> None:
    change_booking_rules(by=manager, changes={"buffer_minutes": 15, "no_show": "return", "horizon_days": 60})
    rules = booking_rules()
    assert (rules.buffer_minutes, rules.no_show, rules.version) == (15, "return", 2)
    row = Activity.objects.get(name="booking_rules.changed")
    assert row.payload == {
        "before": {"buffer_minutes": 0, "no_show": "spend"},
        "after": {"buffer_minutes": 15, "no_show": "return"},
    }
    change_booking_rules(by=manager, changes={"buffer_minutes": 15})
    assert (Activity.objects.count(), booking_rules().version) == (1, 2)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"buffer_minutes": 121}, {"buffer_minutes": ["A whole number from 0 to 120."]}),
        ({"horizon_days": 0, "offer_minutes": True}, {"horizon_days", "offer_minutes"}),
        ({"slot_step_minutes": 20}, {"slot_step_minutes": ["Choose one of these."]}),
        ({"self_booking": "yes"}, {"self_booking": ["Yes or no."]}),
        ({"id": 3}, {"id": ["There is no such rule."]}),
    ],
)
def test_what_cannot_be_is_said_at_its_name(owner: User, changes: dict[str, Any], said: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        change_booking_rules(by=owner, changes=changes)
    assert refused.value.fields == said if isinstance(said, dict) else set(refused.value.fields) == said
    assert not BookingRules.objects.exists()


def test_a_trainer_decides_nothing(trainer: User) -> None:
    with pytest.raises(NotAllowed):
        change_booking_rules(by=trainer, changes={"buffer_minutes": 5})


@pytest.mark.django_db(transaction=True)
def test_of_two_who_saw_the_same_rules_one_decides(business: BusinessRef, owner: User) -> None:
    def decide(minutes: int) -> str:
        try:
            change_booking_rules(by=owner, changes={"buffer_minutes": minutes}, version=1)
        except StaleVersion:
            return "stale"
        return "saved"

    answers = at_once(business, [lambda: decide(10), lambda: decide(20)])
    assert sorted(map(str, answers)) == ["saved", "stale"]
    assert booking_rules().version == 2


def test_the_page_shows_saves_and_keeps_what_somebody_else_decided(client_for: ClientFor, owner: User) -> None:
    browser = client_for(owner)
    assert 'href="/sessions/rules/"' in browser.get("/calendar/").content.decode()
    form = browser.get("/sessions/rules/").context["form"]
    assert form.initial == {**AS_THEY_CAME, "version": 1}
    sent = {name: value for name, value in form.initial.items() if name != "self_booking"}
    saved = browser.post("/sessions/rules/", {**sent, "buffer_minutes": "10", "self_booking": "on"})
    assert (saved.status_code, saved["Location"]) == (302, "/sessions/rules/")
    assert (booking_rules().buffer_minutes, booking_rules().self_booking) == (10, True)
    again = browser.post("/sessions/rules/", {**sent, "buffer_minutes": "20"})
    assert again.status_code == 422
    assert "Somebody changed this while you were editing" in again.content.decode()
    wrong = browser.post("/sessions/rules/", {**sent, "version": "2", "buffer_minutes": "500"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors == {"buffer_minutes": ["Ensure this value is less than or equal to 120."]}
    assert booking_rules().buffer_minutes == 10


def test_the_api_reads_and_changes_them(api_for: ApiFor, owner: User, trainer: User) -> None:
    machine = api_for(owner)
    read = machine.get(API)
    assert (read.status_code, read["ETag"], read.json()) == (200, '"v1"', {**AS_THEY_CAME, "version": 1})
    assert machine.get(API, headers={"If-None-Match": '"v1"'}).status_code == 304
    written = machine.patch(API, {"late_cancel": "return"}, headers={"If-Match": '"v1"'})
    assert (written.status_code, written["ETag"], written.json()["late_cancel"]) == (200, '"v2"', "return")
    assert machine.patch(API, {"late_cancel": "spend"}, headers={"If-Match": '"v1"'}).status_code == 412
    refused = machine.patch(API, {"horizon_days": 9999})
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["horizon_days"])
    assert api_for(trainer).get(API).status_code == 200
    assert api_for(trainer).patch(API, {"horizon_days": 9}).status_code == 403
    assert booking_rules().horizon_days == 60
