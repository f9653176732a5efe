"""A way back for a sole owner: begun by staff, told to whoever may stop it, done after three days."""

from __future__ import annotations

import re
from datetime import timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils import timezone

from apps.accounts.models import Recovery, User
from apps.accounts.roles import Role
from apps.accounts.services.recoveries import FINISH, finish_recovery
from apps.activity.models import Activity
from tenants.registry.context import enter_public
from tenants.registry.models import AuditEntry, DueWork
from tests.accounts.test_second_factor import with_app
from tests.factories import UserFactory

if TYPE_CHECKING:
    from apps.common.business import BusinessRef
    from tests.harness.people import Browser, ClientFor
    from tests.harness.tasks import RunCommitHooks

CHECK = "Called back on the number of the contract; read the last invoice."


class Desk:
    """The console as one member of staff uses it."""

    def __init__(self, browser: Browser, business: BusinessRef, hooks: RunCommitHooks) -> None:
        self.browser, self.url, self.hooks = browser, f"/businesses/{business.id}/recoveries/", hooks

    def begin(self, email: str, check: str = CHECK) -> Any:
        with self.hooks():
            return self.browser.post(self.url, {"email": email, "identity_check": check})

    def confirm(self, recovery: Recovery) -> str:
        with self.hooks():
            self.browser.post(f"{self.url}{recovery.pk}/confirmation/")
        return self.browser.get(self.url).content.decode()


@pytest.fixture
def desk(
    client_for: ClientFor,
    staff: User,
    business: BusinessRef,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
) -> Desk:
    return Desk(client_for(staff), business, run_commit_hooks)


def stop_path(letter: Any) -> str:
    return re.search(r"https?://[^/]+(/accounts/recovery/\S+)", str(letter.body))[1]  # type: ignore[index] # or it fails


def test_from_the_call_to_a_new_password(
    desk: Desk,
    owner: User,
    manager: User,
    trainer: User,
    staff: User,
    client_for: ClientFor,
    run_commit_hooks: RunCommitHooks,
) -> None:
    with_app(owner)
    browser = client_for(owner)
    assert desk.begin(owner.email).status_code == 302
    assert "waits already" in desk.begin(owner.email).content.decode()
    assert {parseaddr(*letter.to)[1] for letter in mail.outbox} == {owner.email, manager.email}
    recovery = Recovery.objects.get()
    with enter_public():
        entry = AuditEntry.objects.order_by("pk").first()
        assert entry is not None
        assert (entry.act, entry.actor_id, entry.reason) == ("recovery", staff.pk, f"{owner.email}: {CHECK}")
    assert Activity.objects.get(name="account.recovery_opened").actor_name == staff.full_name
    with time_machine.travel(timezone.now() + timedelta(hours=71)), run_commit_hooks():
        finish_recovery(recovery_id=str(recovery.pk))
    assert Authenticator.objects.count() == 1
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(hours=73)), run_commit_hooks():
        finish_recovery(recovery_id=str(recovery.pk))
        finish_recovery(recovery_id=str(recovery.pk))
    assert Authenticator.objects.count() == 0
    assert browser.get("/account/").status_code == 302
    assert [("/password/reset/key/" in letter.body) for letter in mail.outbox].count(True) == 1
    with enter_public():
        assert not DueWork.objects.filter(kind=FINISH).exists()


def test_anybody_who_was_told_stops_it(desk: Desk, anonymous: Browser, owner: User, manager: User) -> None:
    with_app(owner)
    desk.begin(owner.email)
    letter = next(letter for letter in mail.outbox if manager.email in letter.to[0])
    assert owner.full_name in anonymous.get(stop_path(letter)).content.decode()
    assert Recovery.objects.get().is_waiting
    mail.outbox.clear()
    with desk.hooks():
        assert "It is stopped" in anonymous.post(stop_path(letter)).content.decode()
    assert anonymous.post(stop_path(letter)).status_code == 410
    recovery = Recovery.objects.get()
    assert (recovery.state, recovery.stopped_by) == ("stopped", manager.email)
    assert len(mail.outbox) == 2
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        finish_recovery(recovery_id=str(recovery.pk))
    assert Authenticator.objects.count() == 1
    assert f"by {manager.email}" in desk.browser.get(desk.url).content.decode()


def test_a_second_member_of_staff_shortens_it(desk: Desk, owner: User, client_for: ClientFor) -> None:
    with_app(owner)
    desk.begin(owner.email)
    recovery = Recovery.objects.get()
    before = recovery.due_at
    assert "A second member of staff" in desk.confirm(recovery)
    recovery.refresh_from_db()
    assert recovery.due_at == before
    with enter_public():
        second = UserFactory(role=Role.STAFF)
    desk.browser = client_for(second)
    desk.confirm(recovery)
    recovery.refresh_from_db()
    assert (recovery.due_at, recovery.hastened_by) == (recovery.created_at + timedelta(hours=4), second.pk)


def test_for_whom_it_is_not(desk: Desk, owner: User, manager: User, rival_owner: User) -> None:
    for person in (manager, rival_owner):
        assert "No owner signs in with this address here." in desk.begin(person.email).content.decode()
    assert "A new password is enough." in desk.begin(owner.email).content.decode()
    with_app(owner)
    assert desk.begin(owner.email, "short").status_code == 422
    UserFactory(role=Role.OWNER)
    assert "There is another owner" in desk.begin(owner.email).content.decode()
    assert not Recovery.objects.exists()
    assert not mail.outbox
