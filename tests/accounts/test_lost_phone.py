"""Taking two-step sign-in away from somebody who lost phone and codes."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.urls import reverse

from apps.activity.models import Activity
from tests.accounts.test_second_factor import token, with_app

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.people import ClientFor
    from tests.harness.tasks import RunCommitHooks


def test_a_lost_phone(
    client_for: ClientFor,
    owner: User,
    trainer: User,
    business: BusinessRef,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
) -> None:
    with_app(trainer)
    RecoveryCodes.activate(trainer)
    desk, lost = client_for(owner), client_for(trainer)
    member, removal = reverse("team_member", args=[trainer.pk]), "team_member_remove_second_factor"
    assert "Take two-step sign-in away" in desk.get(member).content.decode()
    desk.post(reverse(removal, args=[trainer.pk]))  # asks first
    assert Authenticator.objects.count() == 2
    with run_commit_hooks():
        desk.post(reverse(removal, args=[trainer.pk]), {"confirmed": "yes"})
    assert Authenticator.objects.count() == 0
    assert lost.get(reverse("account")).status_code == 302
    assert token(business, trainer).status_code == 200
    assert Activity.objects.get().payload == {"user_id": str(trainer.pk), "kind": "all", "device": "", "address": ""}
    (letter,) = mail.outbox
    assert parseaddr(*letter.to) == (trainer.full_name, trainer.email)
    assert f"{owner.full_name} did this in your account on" in letter.body
    assert "Take two-step sign-in away" not in desk.get(member).content.decode()


def test_whose_second_step_nobody_takes_away(client_for: ClientFor, owner: User, manager: User) -> None:
    for person in (owner, manager):
        with_app(person)
    for by, member in ((manager, owner), (owner, owner), (manager, manager)):
        url = reverse("team_member_remove_second_factor", args=[member.pk])
        client_for(by).post(url, {"confirmed": "yes"})
    assert Authenticator.objects.count() == 2
