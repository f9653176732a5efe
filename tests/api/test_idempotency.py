"""A write that is sent twice is done once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.models import Invitation
from apps.accounts.roles import Role
from apps.api.models import IdempotencyRecord
from apps.api.services import idempotency
from apps.common.ids import uuid7
from tenants.registry.context import enter_business
from tests.factories.people import UserFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.people import ApiFor, Machine

URL = "/api/v1/invitations/"


def invite(api: Machine, key: str, email: str = "kai@gym.example") -> Any:
    return api.post(URL, {"email": email, "role": "trainer"}, format="json", headers={"Idempotency-Key": key})


def test_the_second_hears_the_first_answer(api_for: ApiFor, manager: User) -> None:
    api = api_for(manager)
    first, second = invite(api, "k1"), invite(api, "k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert (first.get("Idempotency-Replayed"), second["Idempotency-Replayed"]) == (None, "true")
    assert second["Content-Type"] == "application/json"
    assert Invitation.objects.count() == 1


def test_another_body_is_refused(api_for: ApiFor, manager: User) -> None:
    api = api_for(manager)
    invite(api, "k1")
    answer = invite(api, "k1", "mia@gym.example")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert answer["Content-Type"] == "application/problem+json"
    assert Invitation.objects.count() == 1


def test_keys_belong_to_their_person(api_for: ApiFor, manager: User, owner: User) -> None:
    invite(api_for(manager), "k1")
    assert invite(api_for(owner), "k1", "mia@gym.example").status_code == 201


def test_a_refusal_is_repeated_too(api_for: ApiFor, manager: User) -> None:
    api = api_for(manager)
    first = invite(api, "k1", "nobody")
    again = invite(api, "k1", "nobody")
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (400, 400, "true")


def test_a_missing_right_is_not_remembered(api_for: ApiFor, trainer: User) -> None:
    api = api_for(trainer)
    assert invite(api, "k1").status_code == 403
    trainer.role = Role.MANAGER
    trainer.save()
    assert invite(api, "k1").status_code == 201


def test_who_was_locked_out_hears_nothing(api_for: ApiFor, manager: User) -> None:
    api = api_for(manager)
    invite(api, "k1")
    manager.deactivate()
    manager.save()
    assert invite(api, "k1").status_code == 401


def test_a_crash_leaves_nothing(api_for: ApiFor, manager: User, monkeypatch: pytest.MonkeyPatch) -> None:
    api = api_for(manager)
    api.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr("apps.accounts.services.invitations._publish_invited", lambda *_args: 1 / 0)
        broken = invite(api, "k1")
    assert (broken.status_code, broken["Content-Type"]) == (500, "application/problem+json")
    assert broken.json()["instance"] == f"urn:request:{broken['X-Request-ID']}"
    assert IdempotencyRecord.objects.count() == 0
    assert invite(api, "k1").status_code == 201


@pytest.mark.parametrize("key", ["", "two words", "x" * 256, "ümlaut"])
def test_keys_are_visible_ascii(api_for: ApiFor, manager: User, key: str) -> None:
    answer = invite(api_for(manager), key)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["Idempotency-Key"])
    assert Invitation.objects.count() == 0


def test_a_day_later_the_key_is_new_and_the_record_goes(api_for: ApiFor, manager: User) -> None:
    invite(api_for(manager), "k1")
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1), tick=False):
        assert idempotency.forget_old_records(bucket="2026-01-01T00") == 1
    assert IdempotencyRecord.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_while_the_first_is_worked_on_the_second_waits_outside(both_businesses: dict[str, BusinessRef]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    business, user_id = both_businesses["demo-gym"], uuid7()

    def second() -> str:
        with enter_business(business):
            try:
                with transaction.atomic():
                    return str(idempotency._take_turn(user_id, "k1"))
            finally:
                connection.close()

    with enter_business(business), transaction.atomic():
        UserFactory()
        assert idempotency._take_turn(user_id, "k1")
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(second).result(10) == "False"
