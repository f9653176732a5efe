"""Defining fields on their page, and answering them on a client's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from apps.clients.models import Client, CustomField
from apps.clients.services import add_client, update_client
from apps.clients.services.custom.fields import add_field

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ClientFor

FIELD = {"name": "Where", "kind": "choice", "choices": "Gym\n\nHome\n", "audience": "coaches", "own": "none"}


def edit(browser: Any, client: Client, **changes: Any) -> Any:
    """Send the edit form as a browser does: what its page holds, with changes."""
    url = reverse("client_edit", args=[client.pk])
    form = browser.get(url).context["form"]
    was = {name: form[name].value() or "" for name in form.fields}
    data = {**{f"initial-{name}": value for name, value in was.items()}, **was, "version": client.version, **changes}
    return browser.post(url, data)


def test_defined_changed_ordered_and_ended(owner: User, client_for: ClientFor, assert_queries: AssertQueries) -> None:
    browser = client_for(owner)
    assert browser.post(reverse("client_field_add"), FIELD).status_code == 302
    again = browser.post(reverse("client_field_add"), FIELD)
    assert (again.status_code, "There is a field “Where” already." in again.text) == (422, True)
    where = CustomField.objects.get()
    assert [choice["label"] for choice in where.choices] == ["Gym", "Home"]
    gym, home = (choice["key"] for choice in where.choices)
    url = reverse("client_field", args=[where.pk])
    body = {**FIELD, "name": "Place", f"choice_{gym}": "Studio", f"choice_{home}": "", "choices": "Park"}
    assert browser.post(url, body).status_code == 302
    where.refresh_from_db()
    assert [(choice["label"], choice.get("gone", False)) for choice in where.choices] == [
        ("Studio", False),
        ("Park", False),
        ("Home", True),
    ]
    other = add_field(by=owner, name="Size", kind="text")
    browser.post(reverse("client_fields_order"), {"up": str(other.pk)})
    assert [field.name for field in CustomField.objects.order_by("position")] == ["Size", "Place"]
    browser.post(reverse("client_fields_order"), {"order": [str(where.pk), str(other.pk)]})
    with assert_queries("GET /clients/fields/"):
        page = browser.get(reverse("client_fields")).text
    assert page.index("Place") < page.index("Size")
    assert browser.post(reverse("client_fields_order"), {"order": ["x"]}).status_code == 302
    add_client(by=owner, first_name="Anna", custom={where.key: "Park"})
    end = reverse("client_field_end", args=[where.pk])
    assert "1 client&#x27;s answer stays, hidden." in browser.post(end).text
    browser.post(end, {"confirmed": "yes"})
    assert CustomField.objects.get(pk=where.pk).archived_at
    browser.post(reverse("client_field_restore", args=[where.pk]))
    assert not CustomField.objects.get(pk=where.pk).archived_at
    browser.post(reverse("client_field_end", args=[other.pk]), {"confirmed": "yes"})
    assert not CustomField.objects.filter(pk=other.pk).exists()


def test_answered_on_the_form_and_shown_on_the_profile(owner: User, front_desk: User, client_for: ClientFor) -> None:
    pulse = add_field(by=owner, name="Resting pulse", kind="number", unit="bpm", maximum=220, audience="coaches")
    gear = add_field(by=owner, name="Gear", kind="choices", choices=["Mat", "Band"])
    mat, band = (choice["key"] for choice in gear.choices)
    anna = add_client(by=owner, first_name="Anna")
    browser = client_for(owner)
    refused = edit(browser, anna, **{f"custom.{pulse.key}": "300"})
    assert (refused.status_code, "At most 220 bpm." in refused.text) == (422, True)
    saved = edit(browser, anna, **{f"custom.{pulse.key}": "61", f"custom.{gear.key}": [mat, band]})
    assert saved.status_code == 302
    anna.refresh_from_db()
    assert (anna.custom, anna.version) == ({pulse.key: 61, gear.key: [mat, band]}, 2)
    page = browser.get(reverse("client", args=[anna.pk])).text
    assert "61 bpm" in page
    assert "Mat, Band" in page
    desk = client_for(front_desk)
    assert "61 bpm" not in desk.get(reverse("client", args=[anna.pk])).text
    assert "Resting pulse" not in desk.get(reverse("client_edit", args=[anna.pk])).text


def test_two_editors_lose_nothing(owner: User, client_for: ClientFor) -> None:
    gear = add_field(by=owner, name="Gear", kind="choices", choices=["Mat", "Band"])
    size = add_field(by=owner, name="Size", kind="text")
    mat, band = (choice["key"] for choice in gear.choices)
    anna = add_client(by=owner, first_name="Anna", tags=["Knee"])
    update_client(client_id=anna.pk, by=owner, custom={gear.key: [mat], size.key: "M"}, tags=["Hip"])
    was = {"custom": "", "tags": "Knee"}
    browser = client_for(owner)
    url = reverse("client_edit", args=[anna.pk])
    form = browser.get(url).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields} | {"tags": was["tags"]}
    shown |= {f"custom.{field.key}": "" for field in (gear, size)}
    data = {**{f"initial-{name}": value for name, value in shown.items()}, **shown}
    stale = browser.post(url, {**data, "version": 1, f"custom.{gear.key}": [band]})
    assert stale.status_code == 409
    (choice,) = stale.context["choices"]
    assert (choice.label, [option.words for option in choice.options]) == ("Gear", ["Band", "Mat"])
    assert set(stale.context["taken"]) == {"Tags", "Size"}
    anna.refresh_from_db()
    assert anna.custom == {gear.key: [mat], size.key: "M"}


def test_clients_see_and_change_what_is_theirs(owner: User, client_user: User, client_for: ClientFor) -> None:
    size = add_field(by=owner, name="Shirt size", kind="text", own="edit")
    locker = add_field(by=owner, name="Locker", kind="text", own="see")
    hidden = add_field(by=owner, name="Impression", kind="text")
    anna = add_client(by=owner, first_name="Anna", custom={locker.key: "17", hidden.key: "shy"})
    Client.objects.filter(pk=anna.pk).update(user=client_user)
    browser = client_for(client_user)
    page = browser.get(reverse("own_record")).text
    assert "Locker" in page
    assert "shy" not in page
    form = browser.get(reverse("own_record_edit"))
    assert "Shirt size" in form.text
    assert "Locker" not in form.text
    data = {"email": "", "phone": "", f"custom.{size.key}": "M", f"initial-custom.{size.key}": "", "version": 1}
    assert browser.post(reverse("own_record_edit"), data).status_code == 302
    anna.refresh_from_db()
    assert anna.custom[size.key] == "M"
