"""Two-step sign-in: codes and recovery codes work once, in one business, on pages and over the API."""

from __future__ import annotations

import json
import re
import time
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.fernet import InvalidToken
from django.core import mail
from django.db import connection
from django.urls import reverse

from apps.accounts.passkeys import origin_of
from apps.activity.models import Activity
from tenants.registry.context import enter_business, enter_public
from tests.accounts.test_sign_ins import FIREFOX
from tests.factories.people import PASSWORD, UserFactory
from tests.harness.people import CONSOLE, Browser, Machine, host_of
from tests.harness.races import at_once

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.people import ClientFor
    from tests.harness.tasks import RunCommitHooks

PERIOD, LONG_ENOUGH = 30, 4  # seconds


def code_of(secret: str, *, steps: int = 0) -> str:
    """Return the code of now, or of so many steps from now, that stays so for some seconds."""
    left = PERIOD - time.time() % PERIOD
    if left < LONG_ENOUGH:
        time.sleep(left)
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + steps)))


def with_app(user: User) -> str:
    """Give a person an authenticator app; return its key."""
    secret = str(generate_totp_secret())
    TOTP.activate(user, secret)
    return secret


def log_in(browser: Browser, user: User) -> Any:
    return browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def is_in(browser: Browser) -> bool:
    return "_auth_user_id" in browser.session


def prove(browser: Browser) -> None:
    """Type the password once more, as the pages ask."""
    assert browser.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302


def token(business: BusinessRef, user: User, **more: str) -> Any:
    machine = Machine(SERVER_NAME=host_of(business))
    return machine.post("/api/v1/token/", {"email": user.email, "password": PASSWORD, **more}, format="json")


def test_setting_up_an_app(
    client_for: ClientFor, trainer: User, run_commit_hooks: RunCommitHooks, celery_inline: list[str]
) -> None:
    browser = client_for(trainer)
    browser.defaults |= {"HTTP_USER_AGENT": FIREFOX, "REMOTE_ADDR": "203.0.113.9"}
    page = reverse("mfa_activate_totp")
    assert browser.get(page)["Location"].startswith(reverse("account_reauthenticate"))
    prove(browser)
    shown = browser.get(page).content.decode()
    assert 'src="data:image/svg+xml;base64,' in shown
    key = re.search(r"<code class=\"number\">([A-Z2-7]+)</code>", shown)
    assert key
    assert "This does not match" in browser.post(page, {"code": "000000"}).content.decode()
    assert not Authenticator.objects.exists()
    with run_commit_hooks():
        done = browser.post(page, {"code": code_of(key[1])})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert key[1] not in str(list(Authenticator.objects.values_list("data")))
    where = {"device": "Firefox on Windows", "address": "203.0.113.0/24"}
    assert Activity.objects.get().payload == {"user_id": str(trainer.pk), "kind": "totp", **where}
    (letter,) = mail.outbox
    assert parseaddr(*letter.to) == (trainer.full_name, trainer.email)
    assert re.search(
        r"on \d+ \w+ \d{4}, \d\d:\d\d \(\w+\), with Firefox on Windows in the network 203.0.113.0/24\.",
        str(letter.body),
    )


def test_recovery_codes_are_shown_once(client_for: ClientFor, trainer: User) -> None:
    with_app(trainer)
    codes = RecoveryCodes.activate(trainer).get_unused_codes()
    browser = client_for(trainer)
    prove(browser)
    first, second = (browser.get(reverse("mfa_view_recovery_codes")).content.decode() for _ in range(2))
    assert (len(codes), len(codes[0])) == (10, 10)
    assert all(code in first and code not in second for code in codes)
    assert f"{codes[0]}\n{codes[1]}\n" in first
    assert f"data:text/plain,{codes[0]}%0A{codes[1]}" in first


def test_the_second_step_stands_between_password_and_pages(anonymous: Browser, trainer: User) -> None:
    secret = with_app(trainer)
    assert log_in(anonymous, trainer)["Location"] == reverse("mfa_authenticate")
    assert not is_in(anonymous)
    assert anonymous.get(reverse("account")).status_code == 302
    page = anonymous.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "This does not match" in page.content.decode()
    assert not is_in(anonymous)
    assert anonymous.post(reverse("mfa_authenticate"), {"code": code_of(secret)})["Location"] == "/"
    assert is_in(anonymous)


def test_a_code_works_once(anonymous: Browser, business: BusinessRef, trainer: User) -> None:
    secret = with_app(trainer)
    code = code_of(secret)
    log_in(anonymous, trainer)
    anonymous.post(reverse("mfa_authenticate"), {"code": code})
    thief = Browser(SERVER_NAME=host_of(business))
    log_in(thief, trainer)
    thief.post(reverse("mfa_authenticate"), {"code": code})
    assert (is_in(anonymous), is_in(thief)) == (True, False)
    assert token(business, trainer, code=code).json()["code"] == "wrong_code"


@pytest.mark.parametrize("steps", [-2, -1, 1, 2])
def test_only_the_code_of_now(business: BusinessRef, trainer: User, steps: int) -> None:
    assert token(business, trainer, code=code_of(with_app(trainer), steps=steps)).json()["code"] == "wrong_code"


def test_guessing_codes_is_stopped(anonymous: Browser, business: BusinessRef, trainer: User) -> None:
    secret = with_app(trainer)
    log_in(anonymous, trainer)
    for _attempt in range(5):
        anonymous.post(reverse("mfa_authenticate"), {"code": "000000"})
    page = anonymous.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).content.decode()
    assert "Too many attempts" in page
    assert not is_in(anonymous)
    answer = token(business, trainer, code=code_of(secret))
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")


def test_over_the_api(business: BusinessRef, trainer: User) -> None:
    secret = with_app(trainer)
    codes = RecoveryCodes.activate(trainer).get_unused_codes()
    without = token(business, trainer)
    assert (without.status_code, without.json()["code"]) == (401, "mfa_required")
    assert without["Content-Type"] == "application/problem+json"
    wrong = token(business, trainer, code="000000")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_code")
    assert token(business, trainer, code=code_of(secret)).status_code == 200
    assert token(business, trainer, code=codes[0]).status_code == 200
    assert token(business, trainer, code=codes[0]).json()["code"] == "wrong_code"


def test_who_does_not_know_the_password_hears_nothing_of_it(business: BusinessRef, trainer: User) -> None:
    with_app(trainer)
    assert token(business, trainer, password="wrong").json()["code"] == "wrong_credentials"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["recovery", "app"])
def test_two_who_send_the_same_code_at_once(both_businesses: dict[str, BusinessRef], kind: str) -> None:
    business = both_businesses["demo-gym"]
    with enter_business(business):
        user = UserFactory()
        secret = with_app(user)
        code = RecoveryCodes.activate(user).get_unused_codes()[0] if kind == "recovery" else code_of(secret)
    machines = [Machine(SERVER_NAME=host_of(business)) for _ in range(2)]

    def send(machine: Machine) -> int:
        try:
            body = {"email": user.email, "password": PASSWORD, "code": code}
            return int(machine.post("/api/v1/token/", body, format="json").status_code)
        finally:
            connection.close()

    assert sorted(at_once(*(lambda machine=machine: send(machine) for machine in machines))) == [200, 401]


def test_a_second_step_of_one_business_is_nothing_in_another(
    business: BusinessRef, rival: BusinessRef, trainer: User
) -> None:
    secret = with_app(trainer)
    row = Authenticator.objects.get()
    with enter_business(rival):
        twin = UserFactory(pk=trainer.pk, email=trainer.email)
        assert token(rival, twin).status_code == 200  # theirs asks for nothing
        Authenticator.objects.create(user=twin, type=row.type, data=row.data)  # even copied, it does not open
        with pytest.raises(InvalidToken):
            token(rival, twin, code=code_of(secret))
    with enter_business(business):
        assert token(business, trainer, code=code_of(secret)).status_code == 200


def test_removing_it_asks_for_the_password_and_tells(
    client_for: ClientFor, trainer: User, run_commit_hooks: RunCommitHooks, celery_inline: list[str]
) -> None:
    with_app(trainer)
    RecoveryCodes.activate(trainer)
    browser = client_for(trainer)
    page = reverse("mfa_deactivate_totp")
    assert browser.post(page)["Location"].startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.count() == 2
    prove(browser)
    with run_commit_hooks():
        assert browser.post(page)["Location"] == reverse("mfa_index")
    assert Authenticator.objects.count() == 0
    assert [activity.name for activity in Activity.objects.all()] == ["account.second_factor_removed"]
    assert "was changed" in mail.outbox[0].subject


def test_a_new_password_by_mail_does_not_skip_it(anonymous: Browser, trainer: User) -> None:
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    with_app(trainer)
    key = {"uidb36": user_pk_to_url_str(trainer), "key": default_token_generator.make_token(trainer)}
    form = anonymous.get(reverse("account_reset_password_from_key", kwargs=key))["Location"]
    anonymous.post(form, {"password1": "quite another sentence", "password2": "quite another sentence"})
    assert not is_in(anonymous)
    body = {"login": trainer.email, "password": "quite another sentence"}
    assert anonymous.post(reverse("account_login"), body)["Location"] == reverse("mfa_authenticate")


def test_the_console_is_closed_to_staff_without_it(
    client_for: ClientFor, staff: User, both_businesses: dict[str, BusinessRef], settings: Settings
) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = True
    desk = client_for(staff)
    assert desk.get("/")["Location"] == "/accounts/two-step/"
    assert "the console is closed without it" in desk.get("/accounts/two-step/").content.decode()
    suspension = f"/businesses/{both_businesses['demo-gym'].id}/suspension/"
    assert desk.post(suspension, {"reason": "Because."})["Location"] == "/accounts/two-step/"
    with enter_public():
        secret = with_app(staff)
    assert desk.get("/").status_code == 200
    fresh = Browser(SERVER_NAME=CONSOLE)
    fresh.post("/accounts/login/", {"login": staff.email, "password": PASSWORD})
    assert fresh.get("/").status_code == 302
    fresh.post("/accounts/two-step/login/", {"code": code_of(secret)})
    assert fresh.get("/").status_code == 200


@pytest.mark.parametrize("credential", [None, "x", [], {}, {"response": {}}, {"response": {"clientDataJSON": "!"}}])
def test_nonsense_is_no_passkey(client_for: ClientFor, anonymous: Browser, trainer: User, credential: Any) -> None:
    assert origin_of(credential) == ""
    body = {"credential": json.dumps(credential)}
    assert anonymous.post(reverse("mfa_login_webauthn"), body).status_code == 302
    assert not is_in(anonymous)
    browser = client_for(trainer)
    prove(browser)
    assert browser.post(reverse("mfa_add_webauthn"), body).status_code == 200
    assert not Authenticator.objects.exists()


def test_tokens_without_a_second_step_are_as_before(business: BusinessRef, trainer: User) -> None:
    assert token(business, trainer, code="").status_code == 200
