"""Log-in, passwords, and signing out everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import get_resolver, reverse

from tests.factories.people import PASSWORD, UserFactory
from tests.harness.people import Browser, host_of

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.people import ApiFor, ClientFor
    from tests.harness.tasks import RunCommitHooks

NEW = "quite another sentence"


def log_in(browser: Browser, email: str, password: str = PASSWORD) -> int:
    return int(browser.post(reverse("account_login"), {"login": email, "password": password}).status_code)


def test_logging_in_with_any_case(anonymous: Browser, trainer: User) -> None:
    assert log_in(anonymous, trainer.email.upper()) == 302
    assert anonymous.session["_auth_user_id"] == str(trainer.pk)


def test_a_wrong_password_is_said_without_saying_whether_the_account_exists(anonymous: Browser, trainer: User) -> None:
    pages = [
        anonymous.post(reverse("account_login"), {"login": email, "password": "wrong"}).content.decode()
        for email in (trainer.email, "nobody@gym.example")
    ]
    assert all("This e-mail and password do not match." in page for page in pages)


def test_guessing_is_stopped_per_business(anonymous: Browser, rival: BusinessRef, trainer: User) -> None:
    for _attempt in range(5):
        log_in(anonymous, trainer.email, "wrong")
    page = anonymous.post(reverse("account_login"), {"login": trainer.email, "password": PASSWORD})
    assert "Too many attempts" in page.content.decode()
    elsewhere = Browser(SERVER_NAME=host_of(rival))
    page = elsewhere.post(reverse("account_login"), {"login": trainer.email, "password": "wrong"})
    assert "Too many attempts" not in page.content.decode()


def test_too_many_resets_answer_our_429(anonymous: Browser) -> None:
    url, body = reverse("account_reset_password"), {"email": "nobody@gym.example"}
    assert [anonymous.post(url, body).status_code for _ in range(5)] == [302] * 5
    response = anonymous.post(url, body)
    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()


def test_reset_by_mail_ends_every_session_and_token(
    anonymous: Browser,
    client_for: ClientFor,
    api_for: ApiFor,
    trainer: User,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
) -> None:
    browser, api = client_for(trainer), api_for(trainer)
    with run_commit_hooks():
        anonymous.post(reverse("account_reset_password"), {"email": trainer.email})
    link = next(urlsplit(line).path for line in str(mail.outbox[0].body).splitlines() if "/password/reset/key/" in line)
    form = anonymous.get(link)["Location"]
    with run_commit_hooks():
        answer = anonymous.post(form, {"password1": NEW, "password2": NEW})
    assert answer["Location"] == reverse("account_reset_password_from_key_done")
    assert browser.get(reverse("team")).status_code == 302
    assert api.get("/api/v1/me/").status_code == 401
    assert log_in(anonymous, trainer.email, NEW) == 302
    assert mail.outbox[1].subject.startswith("Your password for")
    assert "no longer works" in Browser(SERVER_NAME=anonymous.defaults["SERVER_NAME"]).get(link).content.decode()


def test_changing_the_password_keeps_this_session_only(client_for: ClientFor, api_for: ApiFor, trainer: User) -> None:
    here, there, api = client_for(trainer), client_for(trainer), api_for(trainer)
    body = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post(reverse("account_change_password"), body).status_code == 302
    assert here.get(reverse("account")).status_code == 200
    assert there.get(reverse("account")).status_code == 302
    assert api.get("/api/v1/me/").status_code == 401


def test_signing_out_everywhere(client_for: ClientFor, api_for: ApiFor, trainer: User) -> None:
    here, there, api = client_for(trainer), client_for(trainer), api_for(trainer)
    assert here.post(reverse("account_sign_out_everywhere")).status_code == 200  # asks first
    assert there.get(reverse("account")).status_code == 200
    assert here.post(reverse("account_sign_out_everywhere"), {"confirmed": "yes"}).status_code == 302
    assert here.get(reverse("account")).status_code == 302
    assert there.get(reverse("account")).status_code == 302
    assert api.get("/api/v1/me/").status_code == 401


def test_the_profile_is_edited(client_for: ClientFor, trainer: User) -> None:
    browser = client_for(trainer)
    body = {"full_name": "Mara  Quist", "time_zone": "Europe/Vienna"}
    assert browser.post(reverse("account"), body).status_code == 302
    trainer.refresh_from_db()
    assert (trainer.full_name, trainer.time_zone) == ("Mara Quist", "Europe/Vienna")
    assert browser.post(reverse("account"), {"full_name": "M", "time_zone": "Mars/Olympus"}).status_code == 422


def test_an_inactive_person_is_told_so_only_with_the_password(anonymous: Browser, business: BusinessRef) -> None:
    user = UserFactory(is_active=False)
    right = anonymous.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert right["Location"] == reverse("account_inactive")
    assert log_in(anonymous, user.email, "wrong") == 200


@pytest.mark.parametrize("path", ["signup/", "email/", "password/set/", "login/code/", "3rdparty/"])
def test_the_rest_of_allauth_does_not_exist(anonymous: Browser, path: str) -> None:
    assert anonymous.get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_inactive",
        "account_email_verification_sent",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    ],
)
def test_every_open_page_is_ours(anonymous: Browser, name: str) -> None:
    page = anonymous.get(reverse(name))
    assert (page.status_code, "auth-main" in page.content.decode()) == (200, True)
    assert name in {pattern for pattern in get_resolver().reverse_dict if isinstance(pattern, str)}


def test_a_stolen_next_goes_nowhere(anonymous: Browser, trainer: User) -> None:
    body = {"login": trainer.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert anonymous.post(reverse("account_login"), body)["Location"] == "/"
