"""Messages of the team on pages and over the API, and the link by which a client leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from apps.activity.selectors import timeline_of_client
from apps.clients.models import Client, ClientMessage, MessageOptOut
from apps.clients.selectors.notes import contacts_of
from apps.clients.services.messages import refuse_messages
from apps.clients.services.messages.opting import way_out
from apps.common.ids import uuid7
from tests.clients.test_messages import WORDS, anna, others, sent
from tests.factories import UserFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, ClientFor

__all__ = ["anna", "others"]  # fixtures


def test_the_link_leaves_with_a_post_and_only_with_one(anna: Client, client_for: ClientFor, trainer: User) -> None:
    stranger = client_for(trainer)
    stranger.logout()
    url = way_out(anna.pk)
    page = stranger.get(url)
    assert (page.status_code, MessageOptOut.objects.count()) == (200, 0)
    strict = type(stranger)(enforce_csrf_checks=True, SERVER_NAME=stranger.defaults["SERVER_NAME"])
    for _again in range(2):
        answer = strict.post(url, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, dict(answer.cookies), answer.text) == (200, {}, "You get no more messages.")
    assert MessageOptOut.objects.get().way == "link"
    assert [one.name for one in timeline_of_client(anna.pk)] == ["contact.messages_refused"]
    assert "Get messages again" in stranger.get(url).text
    assert "You get messages again" in strict.post(url, {"wanted": "yes"}).text
    assert not MessageOptOut.objects.exists()
    forged = reverse("messages_way_out", args=[url.split("/")[2][:-1] + "-"])
    assert (stranger.get(forged).status_code, strict.post(forged).status_code) == (404, 404)


def test_written_from_the_profile(anna: Client, trainer: User, client_for: ClientFor, celery_inline: list[str]) -> None:
    browser, new = client_for(trainer), reverse("client_message_new")
    profile = browser.get(reverse("client", args=[anna.pk])).text
    assert f'href="{new}?client={anna.pk}"' in profile
    page = browser.get(f"{new}?client={anna.pk}")
    key = page.context["key"]
    asked = {**WORDS, "client": str(anna.pk), "key": str(key)}
    look = browser.post(new, {**asked, "go": "look"}).text
    assert "Hi Anna" in look
    assert "see you &lt;soon&gt;." in look
    bad = browser.post(new, {**asked, "text": "{nam}", "go": "send"})
    assert (bad.status_code, "There is no {nam}." in bad.text) == (422, True)
    for _click in range(2):
        assert browser.post(new, {**asked, "go": "send"})["Location"] == reverse("client_message", args=[key])
    message = sent(ClientMessage.objects.get())
    assert "1 client got it." in browser.get(reverse("client_message", args=[message.pk])).text
    profile = browser.get(reverse("client", args=[anna.pk])).text
    letter = reverse("client_contact", args=[anna.pk, contacts_of(anna.pk).get().pk])
    assert ("see you &lt;soon&gt;." in profile, letter in profile) == (True, False)  # read, not edited
    refuse_messages(client_id=anna.pk, way="link")
    profile = browser.get(reverse("client", args=[anna.pk])).text
    assert (f"{new}?client=" in profile, "Wants none" in profile) == (False, True)
    assert "Wants no messages." in browser.get(f"{new}?client={anna.pk}").text


def test_written_from_the_list(
    anna: Client, others: dict[str, Client], trainer: User, client_for: ClientFor, assert_queries: AssertQueries
) -> None:
    browser, new = client_for(trainer), reverse("client_message_new")
    asked = {"act": "message", "client": [str(anna.pk), str(others["mute"].pk)]}
    url = browser.post(reverse("client_bulk"), asked)["Location"]
    assert browser.post(reverse("client_bulk"), asked, headers={"HX-Request": "true"})["HX-Redirect"] == url
    with assert_queries("GET /clients/messages/new/"):
        page = browser.get(url).text
    assert "1 client gets it, 1 has no e-mail." in page
    every = browser.post(reverse("client_bulk"), {"act": "message", "all": "1", "query": "view=active"})["Location"]
    assert "1 client gets it, 1 has no e-mail, 1 wants no messages." in browser.get(every).text
    answer = browser.post(new, {**WORDS, "all": "1", "query": "view=active", "go": "send", "key": str(uuid7())})
    with assert_queries("GET /clients/messages/<message>/"):
        assert "0 of 3 sent" in browser.get(answer["Location"]).text
    assert "Stop this message?" in browser.post(f"{answer['Location']}stop/").text
    browser.post(f"{answer['Location']}stop/", {"confirmed": "yes"})
    assert ClientMessage.objects.get().state == "stopped"
    with assert_queries("GET /clients/messages/"):
        assert "Hi {first_name}" in browser.get(reverse("client_messages")).text
    nobody = browser.get(new)
    assert nobody["Location"] == reverse("clients")


def test_over_the_api(
    anna: Client, others: dict[str, Client], trainer: User, api_for: ApiFor, client_for: ClientFor, manager: User
) -> None:
    machine, ids = api_for(trainer), [str(anna.pk), str(others["silent"].pk)]
    preview = machine.post("/api/v1/clients/messages/preview/", {"clients": ids}, format="json")
    assert preview.data == {"total": 2, "reached": 1, "archived": 0, "no_email": 0, "opted_out": 1}
    key: dict[str, Any] = {"HTTP_IDEMPOTENCY_KEY": "once"}
    first, again = (
        machine.post("/api/v1/clients/messages/", {**WORDS, "clients": ids}, format="json", **key) for _ in range(2)
    )
    assert (first.status_code, first.json()["id"]) == (202, again.json()["id"])
    sent(ClientMessage.objects.get())
    got = machine.get(f"/api/v1/clients/messages/{first.json()['id']}/").json()
    assert (got["state"], got["sent"], got["left_count"], got["left"][0]["reason"]) == (
        "sent",
        1,
        1,
        "Wants no messages.",
    )
    assert machine.post(f"/api/v1/clients/messages/{got['id']}/stop/").status_code == 409
    one = machine.post(f"/api/v1/clients/{anna.pk}/messages/", WORDS, format="json")
    assert (one.status_code, one.json()["total"]) == (202, 1)
    rows = machine.get(f"/api/v1/clients/{anna.pk}/messages/").json()["results"]
    assert [(row["state"], row["subject"]) for row in rows] == [("sent", "Hi {first_name}")]
    assert len(machine.get("/api/v1/clients/messages/").json()["results"]) == 2
    assert api_for(UserFactory(role="trainer")).get("/api/v1/clients/messages/").json()["results"] == []
    assert len(api_for(manager).get("/api/v1/clients/messages/").json()["results"]) == 2
    bad = machine.post(f"/api/v1/clients/{anna.pk}/messages/", {"subject": "{x}", "text": "Hi"}, format="json")
    assert (bad.status_code, list(bad.json()["errors"])) == (400, ["subject"])


def test_the_client_signed_in_leaves_and_comes_back(
    anna: Client, trainer: User, api_for: ApiFor, client_for: ClientFor
) -> None:
    person = UserFactory(role="client")
    Client.objects.filter(pk=anna.pk).update(user=person)
    browser, machine = client_for(person), api_for(person)
    browser.post(reverse("own_messages"))
    assert "You get none" in browser.get(reverse("own_record")).text
    wanted = api_for(trainer).get(f"/api/v1/clients/{anna.pk}/messages/wanted/").json()
    assert (wanted["wanted"], wanted["refused"]["way"]) == (False, "own")
    assert machine.put("/api/v1/me/messages/", {"wanted": True}, format="json").json() == {
        "wanted": True,
        "refused": None,
    }
    assert [one.name for one in timeline_of_client(anna.pk)] == ["contact.messages_wanted", "contact.messages_refused"]
