"""Invitations: one link, one person, one use."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Invitation, User
from apps.accounts.roles import Role
from apps.accounts.services.invitations import (
    accept_invitation,
    invitation_behind,
    invite_member,
    resend_invitation,
    withdraw_invitation,
)
from apps.activity.models import Activity
from apps.activity.services.delivery import deliver_activity
from apps.common.errors import IllegalTransition, InvalidInput, NotFound
from tests.factories.people import UserFactory
from tests.harness.races import at_once

if TYPE_CHECKING:
    from apps.common.business import BusinessRef
    from tests.harness.people import ApiFor, Browser, ClientFor
    from tests.harness.tasks import RunCommitHooks

STRONG = "a sentence works well"


@pytest.fixture
def link(business: BusinessRef, owner: User, run_commit_hooks: RunCommitHooks, celery_inline: list[str]) -> str:
    """Invite Kai and return the path in the mail."""
    with run_commit_hooks():
        invite_member(email="Kai@Gym.example", full_name="Kai", role=Role.TRAINER, by=owner)
    return path_in(str(mail.outbox[-1].body))


def path_in(body: str) -> str:
    return next(urlsplit(line).path for line in body.splitlines() if "/invitation/" in line)


def token_in(link: str) -> str:
    return link.strip("/").split("/")[-1]


def test_the_mail_names_business_role_and_inviter(link: str, business: BusinessRef, owner: User) -> None:
    (letter,) = mail.outbox
    assert letter.to == ["Kai <kai@gym.example>"]
    assert letter.subject == f"{owner.full_name} invites you to {business.name}"
    assert "as Trainer" in letter.body


def test_only_the_digest_is_stored(link: str) -> None:
    token = token_in(link)
    assert Invitation.objects.get().token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(Activity.objects.get().payload)
    assert token[32:] not in str(Activity.objects.get().payload)


def test_delivering_twice_sends_one_mail(link: str) -> None:
    deliver_activity(str(Activity.objects.get().pk))
    assert len(mail.outbox) == 1


def test_accepting_signs_in_with_a_verified_address(link: str, anonymous: Browser) -> None:
    assert anonymous.get(link).status_code == 200
    response = anonymous.post(link, {"full_name": "Kai  Moor", "password": STRONG})
    assert (response.status_code, response["Location"]) == (302, "/")
    user = User.objects.get(email="kai@gym.example")
    assert (user.full_name, user.role) == ("Kai Moor", Role.TRAINER)
    assert EmailAddress.objects.get(user=user).verified
    assert anonymous.session["_auth_user_id"] == str(user.pk)
    assert Activity.objects.order_by("-id").first().name == "member.joined"  # type: ignore[union-attr] # there is one


def test_a_weak_password_is_refused_and_nothing_happens(link: str, anonymous: Browser) -> None:
    response = anonymous.post(link, {"full_name": "Kai", "password": "kai@gym.example"})
    assert response.status_code == 422
    assert "too similar" in response.content.decode()
    assert not User.objects.filter(email="kai@gym.example").exists()
    assert Invitation.objects.get().is_open


def test_a_used_link_is_answered_kindly(link: str, anonymous: Browser) -> None:
    accept_invitation(token=token_in(link), full_name="Kai", password=STRONG)
    response = anonymous.get(link)
    assert (response.status_code, "no longer works" in response.content.decode()) == (410, True)


def test_it_never_replaces_somebody_signed_in(link: str, client_for: ClientFor, manager: User) -> None:
    browser = client_for(manager)
    response = browser.post(link, {"full_name": "Kai", "password": STRONG})
    assert response.status_code == 409
    assert not User.objects.filter(email="kai@gym.example").exists()


def test_an_expired_link_can_be_renewed(link: str, owner: User) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1), tick=False):
        with pytest.raises(IllegalTransition):
            invitation_behind(token_in(link))
        renewed = resend_invitation(invitation=Invitation.objects.get(), by=owner)
        assert renewed.is_open
        with pytest.raises(NotFound):
            invitation_behind(token_in(link))


def test_inviting_again_after_expiry_reuses_the_row(link: str, owner: User) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        again = invite_member(email="kai@gym.example", role=Role.MANAGER, by=owner)
    assert (Invitation.objects.count(), again.role) == (1, Role.MANAGER)


def test_an_older_letter_is_not_sent_after_a_newer_one(
    owner: User, business: BusinessRef, run_commit_hooks: RunCommitHooks, celery_inline: list[str]
) -> None:
    invitation = invite_member(email="kai@gym.example", role=Role.TRAINER, by=owner)
    first = Activity.objects.get()
    with run_commit_hooks():
        resend_invitation(invitation=invitation, by=owner)
    deliver_activity(str(first.pk))
    assert len(mail.outbox) == 1


def test_a_withdrawn_link_is_dead(link: str, owner: User) -> None:
    withdraw_invitation(invitation=Invitation.objects.get(), by=owner)
    with pytest.raises(IllegalTransition):
        accept_invitation(token=token_in(link), full_name="Kai", password=STRONG)
    with pytest.raises(IllegalTransition):
        resend_invitation(invitation=Invitation.objects.get(), by=owner)


@pytest.mark.parametrize(
    ("email", "role", "field"),
    [
        ("nobody", Role.TRAINER, "email"),
        ("kai@gym.example", Role.OWNER, "role"),
        ("kai@gym.example", "king", "role"),
        ("TAKEN@gym.example", Role.TRAINER, "email"),
    ],
)
def test_what_cannot_be_invited(owner: User, email: str, role: str, field: str) -> None:
    UserFactory(email="taken@gym.example")
    with pytest.raises(InvalidInput) as caught:
        invite_member(email=email, role=role, by=owner)
    assert list(caught.value.fields) == [field]
    assert Invitation.objects.count() == 0


def test_nobody_is_invited_twice(link: str, owner: User) -> None:
    with pytest.raises(InvalidInput) as caught:
        invite_member(email="KAI@gym.example", role=Role.TRAINER, by=owner)
    assert "already" in caught.value.fields["email"][0]


@pytest.mark.django_db(transaction=True)
def test_two_accepts_at_once_make_one_person(both_businesses: dict[str, BusinessRef]) -> None:
    from tenants.registry.context import enter_business

    business = both_businesses["demo-gym"]
    with enter_business(business):
        by = UserFactory(role=Role.OWNER)
        invite_member(email="kai@gym.example", role=Role.TRAINER, by=by)
        from apps.accounts.services.invitations import invitation_link

        link = invitation_link(Invitation.objects.get(), Activity.objects.get().payload["nonce"])

    def accept() -> str:
        with enter_business(business):
            try:
                accept_invitation(token=token_in(link), full_name="Kai", password=STRONG)
            except IllegalTransition:
                return "refused"
            finally:
                connection.close()
        return "joined"

    assert sorted(at_once(accept, accept)) == ["joined", "refused"]


def test_over_the_api(api_for: ApiFor, manager: User, business: BusinessRef, anonymous: Browser) -> None:
    api = api_for(manager)
    made = api.post("/api/v1/invitations/", {"email": "kai@gym.example", "role": "trainer"}, format="json")
    assert (made.status_code, made.json()["email"]) == (201, "kai@gym.example")
    pk = made.json()["id"]
    assert [row["id"] for row in api.get("/api/v1/invitations/").json()["results"]] == [pk]
    assert api.post(f"/api/v1/invitations/{pk}/resend/").status_code == 200
    assert api.post(f"/api/v1/invitations/{pk}/withdraw/").status_code == 204
    assert api.get("/api/v1/invitations/").json()["results"] == []


def test_accepting_over_the_api_answers_tokens(link: str, anonymous: Browser) -> None:
    body = {"token": token_in(link), "full_name": "Kai", "password": STRONG}
    answer = anonymous.post("/api/v1/invitations/acceptance/", body, content_type="application/json")
    assert (answer.status_code, sorted(answer.json())) == (201, ["access", "refresh"])
    again = anonymous.post("/api/v1/invitations/acceptance/", body, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")


def test_a_trainer_may_not_invite(api_for: ApiFor, client_for: ClientFor, trainer: User) -> None:
    body = {"email": "kai@gym.example", "role": "trainer"}
    assert api_for(trainer).post("/api/v1/invitations/", body, format="json").status_code == 403
    assert client_for(trainer).post(reverse("team_invite"), body).status_code == 403
    assert Invitation.objects.count() == 0
