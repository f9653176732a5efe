"""Tags on pages and over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from apps.clients.models import Client, Tag
from apps.clients.services import add_client
from apps.clients.tags import tags_of

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, ClientFor

PART = {"HX-Request": "true"}


@pytest.fixture
def anna(owner: User) -> Client:
    return add_client(by=owner, first_name="Anna", tags=["Knee", "Morning"])


def names(client: Client) -> list[str]:
    return [tag.name for tag in tags_of(Client.objects.get(pk=client.pk))]


def post(browser: Any, name: str, pk: Any, data: dict[str, Any], **headers: str) -> Any:
    return browser.post(reverse(name, args=[pk]), data, headers=headers)


def test_the_profile_shows_adds_and_takes_away(owner: User, anna: Client, client_for: ClientFor) -> None:
    browser = client_for(owner)
    assert "Knee" in browser.get(reverse("client", args=[anna.pk])).text
    part = post(browser, "client_tags_of", anna.pk, {"tag": "Hip, knee"}, **PART)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert names(anna) == ["Hip", "Knee", "Morning"]
    assert post(browser, "client_tags_remove", anna.pk, {"tag": str(Tag.objects.get(name="Hip").pk)}).status_code == 302
    assert names(anna) == ["Knee", "Morning"]
    assert post(browser, "client_tags_remove", anna.pk, {"tag": "nonsense"}, **PART).status_code == 200


def test_a_refusal_stands_at_the_field(front_desk: User, anna: Client, client_for: ClientFor) -> None:
    browser = client_for(front_desk)
    for headers in ({}, PART):
        answer = post(browser, "client_tags_of", anna.pk, {"tag": "New one"}, **headers)
        assert answer.status_code == 422
        assert "There is no tag “New one”." in answer.text
        assert 'value="New one"' in answer.text


def test_archived_clients_show_theirs_only(owner: User, anna: Client, client_for: ClientFor) -> None:
    Client.objects.update(archived_at="2026-01-01T00:00Z")
    page = client_for(owner).get(reverse("client", args=[anna.pk])).text
    assert "Knee" in page
    assert "new-tag" not in page


def test_the_settings(owner: User, anna: Client, client_for: ClientFor, assert_queries: AssertQueries) -> None:
    browser = client_for(owner)
    assert browser.post(reverse("client_tags"), {"name": "Online"}).status_code == 302
    assert "There is a tag “ONLINE” already." in browser.post(reverse("client_tags"), {"name": "ONLINE"}).text
    with assert_queries("GET /clients/tags/"):
        assert "1 client" in browser.get(reverse("client_tags")).text
    knee, online = Tag.objects.get(name="Knee"), Tag.objects.get(name="Online")
    with assert_queries("GET /clients/tags/<tag>/"):
        assert "1 client loses it." in browser.get(reverse("client_tag", args=[knee.pk])).text
    assert post(browser, "client_tag", knee.pk, {"name": "Knees", "colour": "pink"}).status_code == 302
    assert names(anna) == ["Knees", "Morning"]
    asked = post(browser, "client_tag_merge", knee.pk, {"into": str(online.pk)})
    assert "1 client gets “Online”." in asked.text
    assert post(browser, "client_tag_merge", knee.pk, {"into": str(knee.pk)}).status_code == 422
    post(browser, "client_tag_merge", knee.pk, {"into": str(online.pk), "confirmed": "yes"})
    assert names(anna) == ["Morning", "Online"]
    assert "Delete the tag" in post(browser, "client_tag_delete", online.pk, {}).text
    post(browser, "client_tag_delete", online.pk, {"confirmed": "yes"})
    assert names(anna) == ["Morning"]


def test_those_who_may_not_see_names_and_counts(trainer: User, anna: Client, client_for: ClientFor) -> None:
    page = client_for(trainer).get(reverse("client_tags")).text
    assert "Morning" in page
    assert reverse("client_tag", args=[Tag.objects.get(name="Knee").pk]) not in page


def test_over_the_api(owner: User, anna: Client, api_for: ApiFor) -> None:
    api = api_for(owner)
    made = api.post("/api/v1/tags/", {"name": "Online", "colour": "teal"}, format="json")
    assert (made.status_code, made.json()["name"], made.json()["colour"]) == (201, "Online", "teal")
    again = api.post("/api/v1/tags/", {"name": "online"}, format="json")
    assert (again.status_code, again.json()["errors"]) == (400, {"name": ["There is a tag “online” already."]})
    assert [tag["name"] for tag in api.get("/api/v1/tags/").json()["results"]] == ["Knee", "Morning", "Online"]
    client = api.patch(f"/api/v1/clients/{anna.pk}/", {"tags": ["online", "New"]}, format="json").json()
    assert client["tags"] == ["New", "Online"]
    into = Tag.objects.get(name="New")
    assert (
        api.post(f"/api/v1/tags/{made.json()['id']}/merge/", {"into": str(into.pk)}, format="json").status_code == 200
    )
    assert api.get(f"/api/v1/clients/{anna.pk}/").json()["tags"] == ["New"]
    assert api.patch(f"/api/v1/tags/{into.pk}/", {"name": "Newer"}, format="json").json()["name"] == "Newer"
    assert api.delete(f"/api/v1/tags/{into.pk}/").status_code == 204
    assert api.get(f"/api/v1/tags/{into.pk}/").status_code == 404
    assert api.get(f"/api/v1/clients/{anna.pk}/").json()["tags"] == []
    refused = api.patch(f"/api/v1/clients/{anna.pk}/", {"tags": ["a;b"]}, format="json")
    assert refused.status_code == 400
    assert "no semicolon" in refused.json()["errors"]["tags"][0]


def test_a_page_of_clients_asks_for_tags_once(owner: User, api_for: ApiFor, assert_queries: AssertQueries) -> None:
    for number in range(10):
        add_client(by=owner, first_name=f"N{number}", tags=[f"T{number}"])
    with assert_queries("GET /api/v1/clients/"):
        assert api_for(owner).get("/api/v1/clients/").json()["results"][3]["tags"] == ["T3"]
