"""Whoever signs in another way than before is told by mail, once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation

from apps.accounts.models import User
from apps.accounts.services.passwords import set_password
from apps.activity.models import Activity
from apps.activity.services.delivery import deliver_activity
from tests.accounts.test_second_factor import log_in, token, with_app
from tests.factories.people import PASSWORD

if TYPE_CHECKING:
    from apps.common.business import BusinessRef
    from tests.harness.people import Browser, ClientFor
    from tests.harness.tasks import RunCommitHooks


def test_a_recovery_code_is_news(
    anonymous: Browser,
    business: BusinessRef,
    client_user: User,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
) -> None:
    with_app(client_user)
    *rest, last = RecoveryCodes.activate(client_user).get_unused_codes()
    log_in(anonymous, client_user)
    with run_commit_hooks():
        anonymous.post(reverse("mfa_authenticate"), {"code": rest[0]})
    for code in rest[1:]:
        assert token(business, client_user, code=code).status_code == 200
    with run_commit_hooks():
        token(business, client_user, code=last)
    first, latest = mail.outbox
    assert "Used a recovery code" in first.body
    assert "9 codes are left." in first.body
    assert "Used the last recovery code" in latest.body
    assert "None is left" in latest.body


def test_a_new_password_says_from_where_and_is_told_once(
    client_for: ClientFor, owner: User, run_commit_hooks: RunCommitHooks, celery_inline: list[str]
) -> None:
    browser = client_for(owner)
    body = {"oldpassword": PASSWORD, "password1": "quite another sentence", "password2": "quite another sentence"}
    with run_commit_hooks():
        browser.post(reverse("account_change_password"), body, headers={"user-agent": "Firefox/140.0"})
    deliver_activity(str(Activity.objects.get(name="account.password_changed").pk))
    (letter,) = mail.outbox
    assert "with Firefox in the network 127.0.0.0/24." in letter.body
    assert "see where you are signed in" in letter.body  # an owner has nobody to tell


@pytest.mark.parametrize(
    ("language", "when"),
    [
        ("en-us", "November 5, 2026, 6:30 PM"),
        ("en-gb", "5 November 2026, 18:30"),
        ("en-au", "5 November 2026, 6:30 PM"),
    ],
)
def test_a_letter_is_written_as_its_reader_reads(
    language: str, when: str, client_user: User, run_commit_hooks: RunCommitHooks, celery_inline: list[str]
) -> None:
    User.objects.filter(pk=client_user.pk).update(language=language, time_zone="UTC")
    with (
        time_machine.travel(dt.datetime(2026, 11, 5, 18, 30, tzinfo=dt.UTC), tick=False),
        translation.override("en-gb"),
    ):
        with run_commit_hooks():
            set_password(user=client_user, password="quite another sentence")
        assert translation.get_language() == "en-gb"
    (letter,) = mail.outbox
    assert f"This was done in your account on {when} (UTC)." in letter.body
    assert isinstance(letter, EmailMultiAlternatives)
    assert f'lang="{language}"' in str(letter.alternatives[0][0])
