"""Drafts: kept while somebody types, never taken from another tab, gone once sent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from apps.clients.models import Client, Draft
from apps.clients.services import update_client
from apps.clients.services.drafts import EXPIRE, expire_draft, find_draft, save_draft
from apps.common.errors import Conflict, InvalidInput
from apps.common.ids import uuid7
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import Browser, ClientFor


@pytest.fixture
def anna(owner: User) -> Client:
    return ClientFactory(first_name="Anna", goal="Old goal")


def write(owner: User, tab: str, seen: int, text: str) -> Draft:
    holder, form = owner.pk, "add"
    return save_draft(holder=holder, form=form, thing=THING, tab=tab, seen=seen, data={"first_name": [text]})


THING = uuid7()


def test_the_tab_that_wrote_last_goes_on_and_the_other_is_asked(owner: User) -> None:
    assert write(owner, "one", 0, "a").version == 1
    assert write(owner, "one", 0, "ab").version == 2  # its own words, though the page still shows 0
    with pytest.raises(Conflict) as caught:
        write(owner, "two", 0, "x")
    assert caught.value.extra == {"version": 2}
    assert Draft.objects.get().data == {"first_name": ["ab"]}
    assert write(owner, "two", 2, "x").version == 3  # it chose to
    with pytest.raises(Conflict):
        write(owner, "one", 2, "abc")


def test_what_no_draft_keeps(owner: User) -> None:
    with pytest.raises(InvalidInput):
        save_draft(holder=owner.pk, form="password", thing=THING, tab="", seen=0, data={})
    with pytest.raises(InvalidInput):
        save_draft(holder=owner.pk, form="add", thing=THING, tab="", seen=0, data={"notes": ["x" * 70_000]})
    save_draft(
        holder=owner.pk, form="add", thing=THING, tab="", seen=0, data={"csrfmiddlewaretoken": ["s"], "notes": ["a\0b"]}
    )
    assert Draft.objects.get().data == {"notes": ["ab"]}


def due() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM public.due_work WHERE kind = %s", [EXPIRE])
        return [row[0] for row in cursor.fetchall()]


def test_after_thirty_days_it_is_gone(owner: User) -> None:
    draft = write(owner, "one", 0, "a")
    assert due() == [str(draft.pk)]
    expire_draft(draft_id=str(draft.pk))
    assert Draft.objects.exists()
    Draft.objects.update(updated_at=timezone.now() - dt.timedelta(days=31))
    expire_draft(draft_id=str(draft.pk))
    expire_draft(draft_id=str(draft.pk))
    assert not Draft.objects.exists()
    assert due() == []


def keep(browser: Browser, form: str, thing: object, **data: str) -> int:
    sent = {"draft_form": form, "draft_thing": str(thing), "draft_tab": "t", "draft_seen": "0", **data}
    return int(browser.post("/clients/drafts/", sent).status_code)


def test_adding_is_restored_elsewhere_and_gone_once_sent(owner: User, client_for: ClientFor) -> None:
    key = uuid7()
    phone = {"phone_country": "DE", "phone_number": "030 901820"}
    assert keep(client_for(owner), "add", key, first_name="Mara", no_email="on", **phone) == 200

    page = client_for(owner).get("/clients/add/").text
    assert 'value="Mara"' in page
    assert str(key) in page
    assert "Draft from" in page
    assert "030 901820" in page
    sent = {"key": str(key), "first_name": "Mara", "no_email": "on", "status": "active", **phone}
    assert client_for(owner).post("/clients/add/", sent).status_code == 302
    assert Client.objects.get(pk=key).phone == "+4930901820"
    assert find_draft(holder=owner.pk, form="add") is None


def test_an_edit_from_before_still_meets_the_change_of_another(
    owner: User, anna: Client, client_for: ClientFor
) -> None:
    browser = client_for(owner)
    was = {"initial-goal": "Old goal", "initial-first_name": "Anna", "version": "1"}
    assert keep(browser, "edit", anna.pk, first_name="Anna", goal="My goal", **was) == 200
    update_client(client_id=anna.pk, by=owner, goal="Theirs")

    page = browser.get(f"/clients/{anna.pk}/edit/").text
    assert 'value="My goal"' in page
    assert 'name="version" value="1"' in page
    sent = {"first_name": "Anna", "goal": "My goal", "status": "active", **was, "initial-status": "active"}
    assert browser.post(f"/clients/{anna.pk}/edit/", sent).status_code == 409
    anna.refresh_from_db()
    assert anna.goal == "Theirs"


def test_nobody_sees_the_draft_of_another(owner: User, anna: Client, client_for: ClientFor) -> None:
    keep(client_for(owner), "health", anna.pk, joints="yes", joints_words="Secret")
    other = UserFactory(role="owner")
    assert "Secret" in client_for(owner).get(f"/clients/{anna.pk}/intake/health/").text
    assert "Secret" not in client_for(other).get(f"/clients/{anna.pk}/intake/health/").text


def test_a_form_shown_again_is_the_same_tab(owner: User, client_for: ClientFor) -> None:
    browser, key = client_for(owner), uuid7()
    keep(browser, "add", key, first_name="Mara")
    page = browser.post("/clients/add/", {"key": str(key), "first_name": "Mara", "status": "active", "draft_tab": "t"})
    assert page.status_code == 422
    assert 'name="draft_tab" value="t"' in page.text
    assert keep(browser, "add", key, first_name="Mara", last_name="Okafor") == 200


def test_discarding_leads_back_to_an_empty_form(owner: User, anna: Client, client_for: ClientFor) -> None:
    browser = client_for(owner)
    keep(browser, "contact", anna.pk, goal="Typed")
    answer = browser.post("/clients/drafts/", {"go": "discard", "draft_form": "contact", "draft_thing": str(anna.pk)})
    assert answer["Location"] == f"/clients/{anna.pk}/intake/contact/"
    assert not Draft.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"draft_thing": "x"}, {"draft_thing": str(uuid7()), "draft_form": "x/../y"}])
def test_nonsense_is_refused(owner: User, client_for: ClientFor, sent: dict[str, str]) -> None:
    browser = client_for(owner)
    assert browser.post("/clients/drafts/", sent).status_code in {400, 422}
    assert browser.post("/clients/drafts/", sent | {"go": "discard"}).status_code in {302, 400}
    assert not Draft.objects.exists()
