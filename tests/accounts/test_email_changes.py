"""Another address to sign in with: nothing changes before it is confirmed, and the old one takes it back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from apps.accounts.models import EmailChange, User
from apps.accounts.services.email_changes import (
    ask_email_change,
    confirm_email_change,
    confirming_link,
    take_email_change_back,
    taking_back_link,
)
from apps.accounts.services.forgetting import forget_log_ins
from apps.clients.models import Client
from apps.common.errors import Conflict, InvalidInput
from tests.factories.clients import ClientFactory
from tests.factories.people import PASSWORD

if TYPE_CHECKING:
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, Browser, ClientFor
    from tests.harness.tasks import RunCommitHooks

NEW = "nora@new.example"
PAGE, URL = "/account/email/", "/api/v1/me/email-change/"
LINK = re.compile(r"https?://\S+(/accounts/email/\S+)")


def token_of(link: str) -> str:
    return link.split("/")[-2]


def links() -> dict[str, str]:
    """Return the last link about it that each address got."""
    found = {}
    for letter in mail.outbox:
        if link := LINK.search(str(letter.body)):
            found[letter.to[0].split("<")[-1].rstrip(">")] = link[1]
    return found


def signs_in(browser: Browser, email: str, password: str = PASSWORD) -> bool:
    return browser.post("/api/v1/token/", {"email": email, "password": password}).status_code == 200


def test_the_whole_way(
    trainer: User,
    client_for: ClientFor,
    anonymous: Browser,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
    assert_queries: AssertQueries,
) -> None:
    browser, old = client_for(trainer), trainer.email
    refused = browser.post(PAGE, {"email": NEW, "password": "wrong"})
    assert (refused.status_code, "This is not your password." in refused.text) == (422, True)
    for _twice in range(2):
        with run_commit_hooks():
            assert browser.post(PAGE, {"email": " Nora@New.example ", "password": PASSWORD})["Location"] == PAGE
    assert [letter.to[0] for letter in mail.outbox] == [f"{trainer.full_name} <{to}>" for to in (NEW, old)]
    with assert_queries("GET /account/email/"):
        page = browser.get(PAGE).text
    assert "Waiting to be confirmed" in page
    confirm = links()[NEW]
    assert anonymous.get(confirm).status_code == 200
    trainer.refresh_from_db()
    assert (trainer.email, signs_in(anonymous, NEW)) == (old, False)

    with run_commit_hooks():
        assert "From now on you sign in with" in anonymous.post(confirm).text
    trainer.refresh_from_db()
    assert (trainer.email, signs_in(anonymous, NEW), signs_in(anonymous, old)) == (NEW, True, False)
    address = EmailAddress.objects.get(user=trainer)
    assert (address.email, address.primary, address.verified) == (NEW, True, True)
    assert browser.get("/account/").status_code == 200
    assert (mail.outbox[-1].to, len(mail.outbox)) == ([f"{trainer.full_name} <{old}>"], 3)
    assert anonymous.post(confirm).status_code == 410


@pytest.mark.parametrize("is_done", [False, True])
def test_the_old_address_takes_it_back(
    is_done: bool,  # noqa: FBT001 - both ways
    trainer: User,
    client_for: ClientFor,
    anonymous: Browser,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
) -> None:
    browser, old = client_for(trainer), trainer.email
    change = ask_email_change(user=trainer, email=NEW, password=PASSWORD)
    if is_done:
        confirm_email_change(token=token_of(confirming_link(change)))
        thief = User.objects.get(pk=trainer.pk)
        further = ask_email_change(user=thief, email="further@new.example", password=PASSWORD)
        confirm_email_change(token=token_of(confirming_link(further)))
        thief.refresh_from_db()
        ask_email_change(user=thief, email="yet@new.example", password=PASSWORD)
    link = taking_back_link(change)
    assert anonymous.get(link).status_code == 200
    assert browser.get("/account/").status_code == 200
    mail.outbox.clear()
    with run_commit_hooks():
        assert "It is taken back" in anonymous.post(link).text
    trainer.refresh_from_db()
    assert (trainer.email, trainer.has_usable_password()) == (old, False)
    assert browser.get("/account/").status_code == 302
    assert not signs_in(anonymous, old)
    (letter,) = mail.outbox
    assert (letter.to, "Choose a new password" in letter.body) == ([f"{trainer.full_name} <{old}>"], True)
    for row in EmailChange.objects.all():
        assert anonymous.post(taking_back_link(row)).status_code == 410
        assert anonymous.post(confirming_link(row)).status_code == 410


def test_a_taken_address_does_not_leak(
    trainer: User,
    owner: User,
    api_for: ApiFor,
    anonymous: Browser,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
) -> None:
    api = api_for(trainer)
    answers = []
    for email in (NEW, owner.email.upper()):
        with run_commit_hooks():
            answer = api.post(URL, {"email": email, "password": PASSWORD}, format="json")
        answers.append((answer.status_code, set(answer.json()), set(answer.headers)))
    assert answers[0] == answers[1] == (202, {"email", "created_at", "confirm_by"}, answers[0][2])
    to_owner = next(letter for letter in mail.outbox if letter.to == [owner.email])
    assert "You sign in with this address already" in to_owner.body
    assert (LINK.search(str(to_owner.body)), trainer.full_name in to_owner.body) == (None, False)
    change = EmailChange.objects.get(state="waiting")
    assert anonymous.post(confirming_link(change)).status_code == 410  # forged, or the address was free before
    assert set(User.objects.filter(pk__in=[owner.pk, trainer.pk]).values_list("email", flat=True)) == {
        owner.email,
        trainer.email,
    }


def test_the_first_to_confirm_has_it(trainer: User, owner: User) -> None:
    tokens = [
        token_of(confirming_link(ask_email_change(user=user, email=NEW, password=PASSWORD)))
        for user in (trainer, owner)
    ]
    confirm_email_change(token=tokens[0])
    with pytest.raises(Conflict):
        confirm_email_change(token=tokens[1])
    assert EmailAddress.objects.get(user=owner).email == owner.email
    assert EmailChange.objects.get(user=owner).is_waiting


def test_links_end(trainer: User, anonymous: Browser) -> None:
    change = ask_email_change(user=trainer, email=NEW, password=PASSWORD)
    now = timezone.now()
    with time_machine.travel(now + timedelta(days=3, minutes=1), tick=False):
        assert anonymous.post(confirming_link(change)).status_code == 410
        assert anonymous.get(taking_back_link(change)).status_code == 200
    with time_machine.travel(now + timedelta(days=7, minutes=1), tick=False):
        assert anonymous.post(taking_back_link(change)).status_code == 410
    swapped = confirming_link(change).replace("confirmation", "taking-back")
    assert anonymous.post(swapped).status_code == 410
    assert EmailChange.objects.get().state == "waiting"


def test_over_the_api_withdrawn_and_counted(trainer: User, api_for: ApiFor, anonymous: Browser) -> None:
    api = api_for(trainer)
    assert api.get(URL).status_code == 404
    for body, field in (
        ({"email": "nora", "password": PASSWORD}, "email"),
        ({"email": NEW, "password": "x"}, "password"),
    ):
        assert list(api.post(URL, body, format="json").json()["errors"]) == [field]
    same = api.post(URL, {"email": trainer.email, "password": PASSWORD}, format="json")
    assert same.json()["errors"] == {"email": ["This is how you sign in already."]}
    assert api.post(URL, {"email": NEW, "password": PASSWORD}, format="json").status_code == 202
    assert api.get(URL).json()["email"] == NEW
    link = confirming_link(EmailChange.objects.get())
    assert api.delete(URL).status_code == 204
    assert (api.get(URL).status_code, anonymous.post(link).status_code) == (404, 410)
    assert (
        anonymous.get(taking_back_link(EmailChange.objects.get())).status_code == 200
    )  # whoever asked knew the password
    codes = [api.post(URL, {"email": NEW, "password": "x"}, format="json").status_code for _try in range(7)]
    assert codes == [400] * 6 + [429]


def test_tries_on_the_page_are_counted(trainer: User, client_for: ClientFor) -> None:
    browser = client_for(trainer)
    answers = [browser.post(PAGE, {"email": NEW, "password": "x"}) for _try in range(11)]
    assert ["Too many tries" in answer.text for answer in answers] == [False] * 10 + [True]
    assert "Too many tries" in browser.post(PAGE, {"email": NEW, "password": PASSWORD}).text
    assert not EmailChange.objects.exists()


@pytest.mark.parametrize(("kept", "then"), [("", NEW), ("elsewhere@mail.example", "elsewhere@mail.example")])
def test_a_clients_record_follows_where_it_was_the_same(
    kept: str, then: str, client_user: User, run_commit_hooks: RunCommitHooks, celery_inline: list[str]
) -> None:
    old = client_user.email
    record = ClientFactory(user=client_user, email=kept or old)
    change = ask_email_change(user=client_user, email=NEW, password=PASSWORD)
    with run_commit_hooks():
        confirm_email_change(token=token_of(confirming_link(change)))
    assert Client.objects.get(pk=record.pk).email == then
    with run_commit_hooks():
        take_email_change_back(token=token_of(taking_back_link(change)))
    assert Client.objects.get(pk=record.pk).email == (kept or old)


def test_a_record_keeps_its_email_where_another_client_has_the_new_one(
    client_user: User, run_commit_hooks: RunCommitHooks, celery_inline: list[str]
) -> None:
    record = ClientFactory(user=client_user, email=client_user.email)
    ClientFactory(email=NEW)
    change = ask_email_change(user=client_user, email=NEW, password=PASSWORD)
    with run_commit_hooks():
        confirm_email_change(token=token_of(confirming_link(change)))
    assert Client.objects.get(pk=record.pk).email == record.email
    assert User.objects.get(pk=client_user.pk).email == NEW


def test_nothing_is_left_of_who_is_forgotten(client_user: User) -> None:
    ask_email_change(user=client_user, email=NEW, password=PASSWORD)
    forget_log_ins(client_ids=[], user_ids=[client_user.pk], name="Erased")
    assert not EmailChange.objects.exists()
    with pytest.raises(InvalidInput):
        ask_email_change(user=client_user, email=NEW, password="")
