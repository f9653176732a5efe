"""Tokens of the API: for one business, renewed once each, ended by signing out everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection
from django.urls import reverse
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from apps.accounts.devices import Device
from apps.accounts.services import tokens
from tenants.registry.context import enter_business
from tests.factories.people import PASSWORD, UserFactory
from tests.harness.people import Machine, host_of
from tests.harness.races import at_once

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.people import ApiFor


@pytest.fixture
def machine(business: BusinessRef) -> Machine:
    return Machine(SERVER_NAME=host_of(business))


def token(machine: Machine, email: str, password: str = PASSWORD) -> Any:
    return machine.post("/api/v1/token/", {"email": email, "password": password}, format="json")


def test_a_password_buys_a_pair(machine: Machine, trainer: User) -> None:
    answer = token(machine, trainer.email.upper())
    assert (answer.status_code, sorted(answer.json())) == (200, ["access", "refresh"])
    machine.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.json()['access']}")
    me = machine.get("/api/v1/me/").json()
    assert (me["id"], me["role"], me["business"]["subdomain"]) == (str(trainer.pk), "trainer", "demo-gym")
    assert "clients.view" in me["permissions"]
    assert "team.invite" not in me["permissions"]
    trainer.refresh_from_db()
    assert trainer.last_login is not None


def test_the_token_itself_stands_nowhere(machine: Machine, trainer: User) -> None:
    token(machine, trainer.email)
    assert OutstandingToken.objects.get().token == ""


@pytest.mark.parametrize("email", ["known", "nobody@gym.example"])
def test_wrong_credentials(machine: Machine, trainer: User, email: str) -> None:
    answer = token(machine, trainer.email if email == "known" else email, "wrong")
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")
    assert answer["Content-Type"] == "application/problem+json"


def test_precise_refusals_only_for_who_knows_the_password(machine: Machine, trainer: User) -> None:
    EmailAddress.objects.filter(user=trainer).update(verified=False)
    assert (token(machine, trainer.email).status_code, token(machine, trainer.email).json()["code"]) == (
        403,
        "email_unverified",
    )
    assert token(machine, trainer.email, "wrong").json()["code"] == "wrong_credentials"
    trainer.is_active = False
    trainer.save()
    assert token(machine, trainer.email).json()["code"] == "account_inactive"


def test_log_in_is_counted_per_account_from_any_address(business: BusinessRef, trainer: User) -> None:
    machines = [Machine(SERVER_NAME=host_of(business), REMOTE_ADDR=f"192.0.2.{number}") for number in range(11)]
    answers = [token(machine, trainer.email, "wrong") for machine in machines]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    last = answers[-1]
    assert (last.json()["code"], int(last["Retry-After"]) > 0) == ("throttled", True)
    assert '"account";r=0' in last["RateLimit"]
    assert '"account";q=10;w=60' in last["RateLimit-Policy"]


def test_renewing_uses_the_old_one_up_and_reuse_takes_everything_back(machine: Machine, trainer: User) -> None:
    first = token(machine, trainer.email).json()
    second = machine.post("/api/v1/token/refresh/", {"refresh": first["refresh"]}, format="json")
    assert second.status_code == 200
    reused = machine.post("/api/v1/token/refresh/", {"refresh": first["refresh"]}, format="json")
    assert (reused.status_code, reused.json()["code"]) == (401, "token_reused")
    third = machine.post("/api/v1/token/refresh/", {"refresh": second.json()["refresh"]}, format="json")
    assert third.status_code == 401
    assert BlacklistedToken.objects.count() == 2


def test_revoking(machine: Machine, trainer: User) -> None:
    pair = token(machine, trainer.email).json()
    for _twice in range(2):
        assert machine.post("/api/v1/token/revoke/", {"refresh": pair["refresh"]}, format="json").status_code == 204
    assert machine.post("/api/v1/token/revoke/", {"refresh": "nonsense"}, format="json").status_code == 204
    assert machine.post("/api/v1/token/refresh/", {"refresh": pair["refresh"]}, format="json").status_code == 401


def test_signing_out_everywhere_ends_access_and_refresh(machine: Machine, trainer: User) -> None:
    pair = token(machine, trainer.email).json()
    machine.credentials(HTTP_AUTHORIZATION=f"Bearer {pair['access']}")
    assert machine.post("/api/v1/sign-out-everywhere/").status_code == 204
    ended = machine.get("/api/v1/me/")
    assert (ended.status_code, ended.json()["code"]) == (401, "signed_out")
    machine.credentials()
    assert machine.post("/api/v1/token/refresh/", {"refresh": pair["refresh"]}, format="json").status_code == 401


def test_a_token_of_one_business_is_nothing_at_another_or_at_the_public_host(
    api_for: ApiFor, trainer: User, rival: BusinessRef
) -> None:
    assert api_for(trainer).get("/api/v1/me/").status_code == 200
    answer = api_for(trainer, at=rival).get("/api/v1/me/")
    assert (answer.status_code, answer.json()["code"]) == (401, "token_not_valid")
    refresh = str(tokens.pair_for(trainer, device=Device()).refresh)
    elsewhere = Machine(SERVER_NAME=host_of(rival))
    assert elsewhere.post("/api/v1/token/refresh/", {"refresh": refresh}, format="json").status_code == 401
    with enter_business(rival), pytest.raises(tokens.TokenRefused):
        tokens.renew(refresh=refresh, device=Device())
    assert Machine(SERVER_NAME=settings.BASE_DOMAIN).get("/api/v1/me/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_renewals_at_once_give_one_pair(both_businesses: dict[str, BusinessRef]) -> None:
    business = both_businesses["demo-gym"]
    with enter_business(business):
        refresh = tokens.pair_for(UserFactory(), device=Device()).refresh

    def renew() -> str:
        with enter_business(business):
            try:
                tokens.renew(refresh=refresh, device=Device())
            except tokens.TokenRefused:
                return "refused"
            finally:
                connection.close()
        return "renewed"

    assert sorted(at_once(renew, renew)) == ["refused", "renewed"]


def test_me_is_changed(api_for: ApiFor, trainer: User) -> None:
    api = api_for(trainer)
    changed = api.patch("/api/v1/me/", {"time_zone": "Europe/Vienna", "role": "owner"}, format="json").json()
    assert (changed["time_zone"], changed["role"]) == ("Europe/Vienna", "trainer")
    wrong = api.patch("/api/v1/me/", {"time_zone": "Mars/Olympus"}, format="json")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["time_zone"])


def test_a_browser_session_needs_its_csrf_token(client_for: Any, trainer: User, business: BusinessRef) -> None:
    browser = client_for(trainer)
    browser.handler.enforce_csrf_checks = True
    answer = browser.patch("/api/v1/me/", {"full_name": "X"}, content_type="application/json")
    assert answer.status_code == 403
    assert browser.get(reverse("api_me")).status_code == 200
