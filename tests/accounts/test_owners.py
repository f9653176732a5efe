"""The owner's log-in, and the link that confirms and signs in exactly once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services.owners import confirm_email, confirmation_link, create_owner
from apps.activity.models import Activity
from apps.common.errors import IllegalTransition
from tenants.registry.context import enter_business
from tests.factories.people import PASSWORD, UserFactory, password_hash

if TYPE_CHECKING:
    from apps.common.business import BusinessRef
    from tests.harness.people import Browser, ClientFor
    from tests.harness.tasks import RunCommitHooks


@pytest.fixture
def newcomer(business: BusinessRef) -> User:
    return create_owner(full_name="Nora Lindqvist", email="Nora@Iron.example", password_hash=password_hash())


def is_verified(user: User) -> bool:
    return bool(EmailAddress.objects.get(user=user).verified)


def test_an_owner_is_made_unverified(newcomer: User) -> None:
    assert (newcomer.role, newcomer.email, is_verified(newcomer)) == (Role.OWNER, "nora@iron.example", False)
    assert newcomer.check_password(PASSWORD)


def test_the_mail_holds_the_link_on_the_business_host(
    business: BusinessRef, run_commit_hooks: RunCommitHooks, celery_inline: list[str]
) -> None:
    with run_commit_hooks():
        owner = create_owner(full_name="Nora", email="nora@iron.example", password_hash=password_hash())
    (letter,) = mail.outbox
    assert letter.to == ["Nora <nora@iron.example>"]
    assert f"http://{business.host}:" in letter.body
    assert "/accounts/confirm/" in letter.body
    assert isinstance(letter, EmailMultiAlternatives)
    assert letter.alternatives[0][1] == "text/html"
    assert Activity.objects.get().payload == {"user_id": str(owner.pk)}


def test_opening_the_link_verifies_and_signs_in(anonymous: Browser, newcomer: User) -> None:
    response = anonymous.get(confirmation_link(newcomer))
    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_verified(newcomer)
    assert anonymous.session["_auth_user_id"] == str(newcomer.pk)


def test_looking_does_nothing(anonymous: Browser, newcomer: User) -> None:
    assert anonymous.head(confirmation_link(newcomer)).status_code == 200
    assert not is_verified(newcomer)
    assert "_auth_user_id" not in anonymous.session


def test_the_second_visit_is_answered_kindly_and_does_not_sign_in(
    anonymous: Browser, client_for: ClientFor, newcomer: User
) -> None:
    link = confirmation_link(newcomer)
    confirm_email(token=link.split("/")[-2])
    response = anonymous.get(link)
    assert response.status_code == 410
    assert "confirmed already" in response.content.decode()
    assert "_auth_user_id" not in anonymous.session


def test_an_expired_link_offers_a_new_one(
    anonymous: Browser, newcomer: User, run_commit_hooks: RunCommitHooks, celery_inline: list[str]
) -> None:
    link = confirmation_link(newcomer)
    with time_machine.travel(timezone.now() + timedelta(days=3, seconds=1), tick=False):
        response = anonymous.get(link)
        assert (response.status_code, "Send a new link" in response.content.decode()) == (410, True)
        with run_commit_hooks():
            sent = anonymous.post(reverse("account_confirm_resend"), {"token": link.split("/")[-2]})
        assert sent["Location"] == reverse("account_email_verification_sent")
        again = anonymous.post(reverse("account_confirm_resend"), {"token": link.split("/")[-2]})
    assert again.status_code == 429
    assert [letter.to for letter in mail.outbox] == [["Nora Lindqvist <nora@iron.example>"]]


def test_a_forged_link_is_refused(anonymous: Browser, newcomer: User) -> None:
    link = confirmation_link(newcomer)
    response = anonymous.get(link[:-2] + ("A" if link[-2] != "A" else "B") + "/")
    assert response.status_code == 410
    assert not is_verified(newcomer)


def test_a_link_of_another_business_is_refused(rival: BusinessRef, newcomer: User) -> None:
    token = confirmation_link(newcomer).split("/")[-2]
    with enter_business(rival):
        User.objects.create(pk=newcomer.pk, email=newcomer.email, full_name="Twin", role=Role.OWNER)
        with pytest.raises(Exception, match="not one of ours"):
            confirm_email(token=token)


def test_it_never_replaces_somebody_else(client_for: ClientFor, newcomer: User, trainer: User) -> None:
    browser = client_for(trainer)
    response = browser.get(confirmation_link(newcomer))
    assert response.status_code == 409
    assert not is_verified(newcomer)
    assert browser.session["_auth_user_id"] == str(trainer.pk)


def test_a_deactivated_owner_stays_out(newcomer: User) -> None:
    newcomer.deactivate()
    newcomer.save()
    with pytest.raises(IllegalTransition) as caught:
        confirm_email(token=confirmation_link(newcomer).split("/")[-2])
    assert caught.value.code == "account_inactive"


def test_nobody_confirmed_means_a_mail_at_log_in(
    anonymous: Browser, newcomer: User, run_commit_hooks: RunCommitHooks, celery_inline: list[str]
) -> None:
    with run_commit_hooks():
        response = anonymous.post(reverse("account_login"), {"login": newcomer.email, "password": PASSWORD})
    assert response["Location"] == reverse("account_email_verification_sent")
    assert len(mail.outbox) == 1
    assert "_auth_user_id" not in anonymous.session


def test_a_vendor_that_is_away_breaks_nothing(
    anonymous: Browser,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user = UserFactory(email="kai@gym.example")

    def away(*_args: object, **_options: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("apps.accounts.receivers.send_letter", away)
        with run_commit_hooks():
            assert anonymous.post(reverse("account_reset_password"), {"email": user.email}).status_code == 302
    assert mail.outbox == []
    activity = Activity.objects.get()
    assert activity.delivered_at is None
    from apps.activity.services.delivery import deliver_activity

    deliver_activity(str(activity.pk))
    assert len(mail.outbox) == 1
