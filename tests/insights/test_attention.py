"""Intakes and health that wait, on the page Today."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from apps.clients.models import Client, Intake, IntakeLink, Screening
from apps.clients.selectors.attention import count_waiting
from apps.clients.services.intake import Filler, answer_screening, decide_clearance, finish_intake, send_link
from tests.clients.intake.answers import ALL_NO, NEEDS_DOCTOR
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.factories.sessions import SessionFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ApiFor, ClientFor

TODAY = timezone.localdate()
A_WHILE = dt.timedelta(days=8)


@pytest.fixture
def anna(trainer: User) -> Client:
    return ClientFactory(first_name="Anna", trainer=trainer)


def asked(client: Client, by: User, answers: dict[str, str]) -> Screening:
    return answer_screening(client_id=client.pk, filler=Filler.signed_in(by), answers=answers)


def waiting(user: User) -> dict[str, int]:
    return count_waiting(user, timezone.now())


def test_the_latest_answers_count(owner: User, trainer: User, anna: Client) -> None:
    assert waiting(owner) == {}
    asked(anna, owner, NEEDS_DOCTOR)
    assert waiting(owner) == waiting(trainer) == {"clearance": 1}
    decide_clearance(
        client_id=anna.pk, by=owner, state="cleared", note="Dr Wells", cleared_on=TODAY - A_WHILE, cleared_until=TODAY
    )
    assert waiting(owner) == {}
    Screening.objects.update(cleared_until=TODAY - dt.timedelta(days=1), asked_again_at=timezone.now())
    assert waiting(owner) == {"clearance": 1, "due": 1}
    asked(anna, owner, ALL_NO)
    assert waiting(owner) == {}


def test_an_intake_waits_after_a_week(owner: User, anna: Client) -> None:
    bea = ClientFactory()
    send_link(client_id=anna.pk, by=owner)
    Intake.objects.create(client=bea, steps={"contact": "x"})
    assert waiting(owner) == {}
    IntakeLink.objects.update(created_at=timezone.now() - A_WHILE)
    Intake.objects.update(updated_at=timezone.now() - A_WHILE)
    assert waiting(owner) == {"waiting": 2}
    finish_intake(client_id=anna.pk, filler=Filler.signed_in(owner))
    Client.objects.filter(pk=bea.pk).update(status="inactive")
    assert waiting(owner) == {}


def test_each_sees_what_is_theirs_to_do(
    owner: User, trainer: User, front_desk: User, anna: Client, client_for: ClientFor, api_for: ApiFor
) -> None:
    SessionFactory(trainer=trainer, clients=[anna])
    asked(anna, owner, NEEDS_DOCTOR)
    send_link(client_id=anna.pk, by=owner)
    IntakeLink.objects.update(created_at=timezone.now() - A_WHILE)
    other = ClientFactory(first_name="Otto", trainer=UserFactory(role="trainer"))
    asked(other, owner, NEEDS_DOCTOR)

    page = client_for(owner).get("/?who=all").text
    assert "2 clients need a doctor’s clearance" in page
    listed = client_for(owner).get("/clients/?view=active&health=clearance").text
    assert ("Anna" in listed, "Otto" in listed) == (True, True)
    assert "1 client needs a doctor’s clearance" in client_for(trainer).get("/").text
    assert api_for(trainer).get("/api/v1/today/").json()["tasks"] == [
        {"kind": "clearance", "count": 1},
        {"kind": "waiting", "count": 1},
    ]

    desk = client_for(front_desk)
    page = desk.get("/").text
    assert ("doctor’s clearance" in page, "1 intake has not come for a week" in page) == (False, True)
    assert "Otto" in desk.get("/clients/?view=active&health=clearance").text  # not a filter of theirs
    listed = desk.get("/clients/?view=active&intake=waiting").text
    assert ("Anna" in listed, "Otto" in listed) == (True, False)
