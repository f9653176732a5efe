"""Notes and contacts on the profile, on their own pages, on Today and over the API."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.roles import Role
from apps.clients.models import Client, ClientContact, ClientNote
from apps.clients.services import update_client
from apps.clients.services.contacts import log_contact, record_letter
from apps.clients.services.notes import add_note
from apps.common.ids import uuid7
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.factories.sessions import SessionFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, ClientFor


@pytest.fixture
def anna(trainer: User) -> Client:
    return ClientFactory(first_name="Anna", last_name="Berg", trainer=trainer, phone="+447400122601")


def page_of(client: Client, name: str = "client") -> str:
    return reverse(name, args=[client.pk])


def test_written_twice_by_a_double_click_it_stands_once(anna: Client, trainer: User, client_for: ClientFor) -> None:
    browser, profile = client_for(trainer), page_of(anna)
    sent = {"body": "Prefers mornings", "is_pinned": "on", "key": str(uuid7()), "next": f"{profile}#timeline"}
    for _click in range(2):
        assert browser.post(page_of(anna, "client_notes"), sent)["Location"] == f"{profile}#timeline"
    sent = {"way": "call", "direction": "in", "said": "Asks for Friday", "key": str(uuid7()), "next": "//evil.example/"}
    for _click in range(2):
        answer = browser.post(page_of(anna, "client_contacts"), sent)
        assert answer["Location"] == page_of(anna, "client_contacts")
    text = browser.get(profile).text
    assert text.count("Prefers mornings") == 2  # pinned, and on the timeline
    assert text.count("Asks for Friday") == 1
    assert 'href="tel:+447400122601" data-dialog-open="log-contact" data-dialog-sets="way=call"' in text


def test_what_is_wrong_is_said_and_nothing_is_lost(anna: Client, trainer: User, client_for: ClientFor) -> None:
    browser = client_for(trainer)
    page = browser.post(page_of(anna, "client_notes"), {"body": "  "})
    assert (page.status_code, "Write something first." in page.text) == (422, True)
    page = browser.post(
        page_of(anna, "client_contacts"),
        {"way": "call", "direction": "out", "said": "Keep this", "follow_up_on": "2020-01-01"},
    )
    assert (page.status_code, "Choose today or a later day." in page.text, "Keep this" in page.text) == (
        422,
        True,
        True,
    )
    note = add_note(client_id=anna.pk, by=trainer, body="First")
    url = reverse("client_note", args=[anna.pk, note.pk])
    assert browser.post(url, {"body": "Second", "version": 1}).status_code == 302
    page = browser.post(url, {"body": "Mine", "version": 1})
    assert (page.status_code, "Second" in page.text, "Mine" in page.text) == (409, True, True)
    assert browser.post(url, {"body": "Mine", "version": 2}).status_code == 302
    assert ClientNote.objects.get().body == "Mine"


def test_acts_on_a_note_and_undo(anna: Client, trainer: User, front_desk: User, client_for: ClientFor) -> None:
    note = add_note(client_id=anna.pk, by=trainer, body="Loves rowing")
    browser, desk, named = client_for(trainer), client_for(front_desk), [anna.pk, note.pk]
    assert "Delete" not in desk.get(page_of(anna, "client_notes")).text
    desk.post(reverse("client_note_delete", args=named))
    desk.post(reverse("client_note_pin", args=named), {"pinned": "yes"})
    assert ClientNote.objects.get(deleted_at=None).is_pinned
    page = browser.post(reverse("client_note_delete", args=named), follow=True)
    undo = reverse("client_note_restore", args=named)
    assert undo in page.text
    assert "Loves rowing" not in page.text
    assert "Loves rowing" in browser.post(undo, follow=True).text


def test_the_front_desk_reads_no_health_note(
    anna: Client, trainer: User, front_desk: User, client_for: ClientFor
) -> None:
    add_note(client_id=anna.pk, by=trainer, body="Left knee", about_health=True, is_pinned=True)
    desk = client_for(front_desk)
    for name in ("client", "client_notes"):
        assert "Left knee" not in desk.get(page_of(anna, name)).text
    assert "Only trainers and managers see what it says." in desk.get(page_of(anna)).text
    assert "Left knee" in client_for(trainer).get(page_of(anna)).text


def test_clients_see_nothing_of_it(anna: Client, owner: User, client_for: ClientFor, api_for: ApiFor) -> None:
    login = UserFactory(role=Role.CLIENT)
    Client.objects.filter(pk=anna.pk).update(user=login)
    add_note(client_id=anna.pk, by=owner, body="Secret note", is_pinned=True)
    log_contact(client_id=anna.pk, by=owner, way="call", said="Secret call", follow_up_on=timezone.localdate())
    browser = client_for(login)
    for path in ("/", "/clients/me/", "/clients/me/data/", page_of(anna), page_of(anna, "client_notes")):
        assert "Secret" not in browser.get(path).text
    assert api_for(login).get(f"/api/v1/clients/{anna.pk}/notes/").status_code == 403
    assert "Secret" not in api_for(login).get("/api/v1/me/record/").text


def test_called_back_with_one_tap(
    anna: Client, trainer: User, client_for: ClientFor, api_for: ApiFor, assert_queries: AssertQueries
) -> None:
    SessionFactory(trainer=trainer, clients=[anna])
    contact = log_contact(client_id=anna.pk, by=trainer, way="call", said="Prices", follow_up_on=timezone.localdate())
    for _more in range(3):
        log_contact(client_id=anna.pk, by=trainer, way="text", follow_up_on=timezone.localdate())
    browser = client_for(trainer)
    browser.get("/")
    with assert_queries("home, with follow-ups"):
        page = browser.get("/")
    assert "Call Anna back" in page.text
    (first, *_others) = api_for(trainer).get("/api/v1/today/").json()["follow_ups"]
    assert (first["contact"], first["full_name"], first["said"]) == (str(contact.pk), "Anna Berg", "Prices")
    answer = browser.post(reverse("client_follow_up", args=[anna.pk, contact.pk]), {"next": "/"})
    assert answer["Location"] == "/"
    page = browser.get("/")
    assert "Done: Call Anna back" not in page.text
    undo = f"{reverse('client_follow_up_reopen', args=[anna.pk, contact.pk])}?next=%2F"
    assert undo in page.text
    assert browser.post(undo)["Location"] == "/"
    assert "Done: Call Anna back" in browser.get("/").text


def test_the_profile_takes_twelve_queries_with_everything_on_it(
    anna: Client, owner: User, client_for: ClientFor, assert_queries: AssertQueries
) -> None:
    update_client(client_id=anna.pk, by=owner, goal="5 k")
    for number in range(3):
        add_note(client_id=anna.pk, by=owner, body=f"Note {number}", is_pinned=True)
        log_contact(client_id=anna.pk, by=owner, way="email", said=f"Mail {number}", follow_up_on=timezone.localdate())
    browser = client_for(owner)
    with assert_queries("GET /clients/<client>/, with notes and contacts"):
        page = browser.get(page_of(anna))
    assert all(f"Note {number}" in page.text and f"Mail {number}" in page.text for number in range(3))
    with assert_queries("GET /clients/<client>/notes/"):
        browser.get(page_of(anna, "client_notes"))
    with assert_queries("GET /clients/<client>/contacts/"):
        browser.get(page_of(anna, "client_contacts"))


def test_the_log_narrows_and_goes_on(anna: Client, trainer: User, client_for: ClientFor) -> None:
    for number in range(21):
        log_contact(client_id=anna.pk, by=trainer, way="text", said=f"Text-{number:02}")
    record_letter(client_id=anna.pk, letter="client.invited", subject="Your sessions", by_id=trainer.pk)
    browser, url = client_for(trainer), page_of(anna, "client_contacts")
    letters = browser.get(url, {"way": "letter"}).text
    assert ("Your sessions" in letters, "Text-20" in letters) == (True, False)
    texts = browser.get(url, {"way": "text"})
    assert "Text-00" not in texts.text
    older = texts.context["older"]
    assert "Text-00" in browser.get(f"{url}{older}").text
    kinds = {kind: browser.get(f"{page_of(anna)}?kind={kind}").text for kind in ("contacts", "notes")}
    assert ("Text-20" in kinds["contacts"], "Text-20" in kinds["notes"]) == (True, False)


def test_notes_over_the_api(anna: Client, trainer: User, front_desk: User, api_for: ApiFor) -> None:
    api, url = api_for(trainer), f"/api/v1/clients/{anna.pk}/notes/"
    body = {"body": "Left knee", "about_health": True}
    made = [api.post(url, body, format="json", HTTP_IDEMPOTENCY_KEY="once") for _twice in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    note = made[0].json()
    assert (note["author_name"], note["version"], made[0]["ETag"]) == (trainer.full_name, 1, '"v1"')
    assert made[1].json()["id"] == note["id"]
    one = f"{url}{note['id']}/"
    assert api.patch(one, {"is_pinned": True}, format="json", HTTP_IF_MATCH='"v1"').json()["version"] == 2
    stale = api.patch(one, {"body": "Right knee"}, format="json", HTTP_IF_MATCH='"v1"')
    assert (stale.status_code, stale.json()["version"]) == (412, 2)
    assert api_for(front_desk).get(url).json()["results"] == []
    assert api_for(front_desk).patch(one, {"is_pinned": False}, format="json").status_code == 404
    assert api.post(url, {"body": "x" * 5001}, format="json").json()["errors"] == {
        "body": ["At most 5000 characters; this has 5001."]
    }
    assert [row["id"] for row in api.get(url, {"is_pinned": "true"}).json()["results"]] == [note["id"]]
    assert api.get(url, {"is_pinned": "false"}).json()["results"] == []
    assert api.delete(one).status_code == 204
    assert api.get(one).status_code == 404
    assert api.post(f"{one}restoration/").json()["body"] == "Left knee"


def test_contacts_over_the_api(anna: Client, trainer: User, front_desk: User, api_for: ApiFor) -> None:
    api, url = api_for(front_desk), f"/api/v1/clients/{anna.pk}/contacts/"
    today = timezone.localdate()
    at = (timezone.now() - dt.timedelta(days=2)).replace(microsecond=0)
    body: dict[str, Any] = {"way": "call", "direction": "in", "said": "Prices", "at": at.isoformat()}
    made = api.post(url, {**body, "follow_up_on": str(today)}, format="json").json()
    assert (made["direction"], made["by_name"], dt.datetime.fromisoformat(made["at"])) == (
        "in",
        front_desk.full_name,
        at,
    )
    one = f"{url}{made['id']}/"
    log_contact(client_id=anna.pk, by=trainer, way="text", said="Newer")
    assert [row["said"] for row in api.get(url).json()["results"]] == ["Newer", "Prices"]
    assert [row["id"] for row in api.get(url, {"follow_up": "open"}).json()["results"]] == [made["id"]]
    done = api_for(trainer).post(f"{one}follow-up/")
    assert (done.status_code, done.json()["followed_up_by"]) == (200, str(trainer.pk))
    assert api.get(url, {"follow_up": "open", "way": "call"}).json()["results"] == []
    assert api.delete(f"{one}follow-up/").json()["followed_up_at"] is None
    assert api_for(trainer).patch(one, {"said": "Mine"}, format="json").status_code == 403
    assert api.patch(one, {"said": "Prices, again"}, format="json", HTTP_IF_MATCH='"v9"').status_code == 412
    assert api.post(url, {"way": "letter"}, format="json").status_code == 400
    assert api.delete(one).status_code == 204
    assert api.post(f"{one}restoration/").json()["said"] == "Prices"
    assert ClientContact.objects.filter(deleted_at=None).count() == 2
