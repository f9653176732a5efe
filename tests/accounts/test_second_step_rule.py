"""The owner asks the team for a second step: announced, then needed; clients are not asked; nobody locks themselves out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services.invitations import accept_invitation, invite_member, token_of
from apps.accounts.services.members import remove_second_factor
from apps.accounts.services.second_step_rule import require_second_step, stop_requiring_second_step
from apps.activity.models import Activity
from tests.accounts.test_second_factor import code_of, prove, with_app
from tests.factories import UserFactory

if TYPE_CHECKING:
    import datetime as dt

    import pytest

    from apps.common.business import BusinessRef
    from tests.harness.people import ApiFor, ClientFor
    from tests.harness.tasks import RunCommitHooks

API = "/api/v1/team/second-step/"


def today(business: BusinessRef) -> dt.date:
    return timezone.localdate(timezone=business.zone)


def due_of(user: User) -> dt.datetime | None:
    return User.objects.values_list("second_step_due_at", flat=True).get(pk=user.pk)


def test_announced_then_needed(
    client_for: ClientFor,
    owner: User,
    trainer: User,
    client_user: User,
    business: BusinessRef,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
) -> None:
    with_app(owner)
    desk, browser, guest = client_for(owner), client_for(trainer), client_for(client_user)
    day = today(business) + timedelta(days=7)
    with run_commit_hooks():
        desk.post(reverse("team_second_step"), {"starts_on": day.isoformat()})
        desk.post(reverse("team_second_step"), {"starts_on": day.isoformat()})  # a double click
    assert [letter.to for letter in mail.outbox] == [[f"{trainer.full_name} <{trainer.email}>"]]
    assert Activity.objects.filter(name="team.second_step_ruled").count() == 1
    assert "you need two-step sign-in here" in browser.get(reverse("account")).content.decode()
    assert "you need two-step sign-in here" not in guest.get(reverse("account")).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert browser.get(reverse("clients"))["Location"] == reverse("mfa_index")
        part = browser.get(reverse("clients"), headers={"hx-request": "true"})
        assert part["HX-Redirect"] == reverse("mfa_index")
        assert "This business asks for two-step sign-in." in browser.get(reverse("mfa_index")).content.decode()
        assert guest.get(reverse("account")).status_code == 200
        assert desk.get(reverse("clients")).status_code == 200
        prove(browser)
        browser.get(reverse("mfa_activate_totp"))
        secret = browser.session["mfa.totp.secret"]
        with run_commit_hooks():
            browser.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
        assert browser.get(reverse("clients")).status_code == 200
    assert due_of(trainer) is None


def test_the_api_says_precisely_why(api_for: ApiFor, owner: User, trainer: User, business: BusinessRef) -> None:
    machine, app = api_for(owner), api_for(trainer)
    body = {"starts_on": today(business).isoformat()}
    refused = machine.put(API, body)
    assert (refused.status_code, refused.json()["code"]) == (409, "second_step_first")
    with_app(owner)
    assert machine.put(API, body).json()["without_second_step"] == 1
    answer = app.get("/api/v1/me/")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:mectofitness:problem:second_step_required")
    assert answer.json()["setup_url"].endswith(reverse("mfa_index"))
    assert machine.delete(API).status_code == 204
    assert machine.get(API).json()["required_from"] is None
    assert app.get("/api/v1/me/").status_code == 200


def test_bad_days(api_for: ApiFor, owner: User, business: BusinessRef) -> None:
    with_app(owner)
    machine = api_for(owner)
    for shift, words in ((-1, "This day is over"), (91, "At most 90 days ahead")):
        answer = machine.put(API, {"starts_on": (today(business) + timedelta(days=shift)).isoformat()})
        assert words in answer.json()["errors"]["starts_on"][0]
    assert due_of(owner) is None


def test_who_joins_or_loses_theirs_is_asked(
    owner: User, trainer: User, business: BusinessRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (owner, trainer):
        with_app(person)
    second = UserFactory(role=Role.OWNER)
    with_app(second)
    rules = require_second_step(starts_on=today(business), by=owner)
    monkeypatch.setattr("apps.accounts.services.invitations.get_random_string", lambda _length: "n" * 16)
    invitation = invite_member(email="new@gym.example", role=Role.TRAINER, by=owner)
    token = token_of(invitation.pk, "n" * 16)
    joined = accept_invitation(token=token, full_name="New Person", password="a sentence works well")
    remove_second_factor(member=trainer, by=owner)
    assert [due_of(person) for person in (owner, trainer, joined)] == [None, *[rules.second_step_from] * 2]
    assert Authenticator.objects.filter(user=trainer).count() == 0
    stop_requiring_second_step(by=second)
    assert [due_of(person) for person in (trainer, joined)] == [None, None]
