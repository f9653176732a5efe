"""Two, three people edit one client: nothing is lost, and what was chosen is what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.clients.models import Client
from apps.clients.services import add_client, update_client
from tests.harness.forms import form_on

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ApiFor, Browser, ClientFor

FIELDS = ("last_name", "goal", "notes")
edits = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["", "red", "green\nblue"]), max_size=3).map(
    lambda edit: {name: value.replace("\n", " ") if name != "notes" else value for name, value in edit.items()}
)


def opened(browser: Browser, client: Client) -> dict[str, str]:
    return form_on(browser.get(f"/clients/{client.pk}/edit/").text)


def save_until_done(browser: Browser, client: Client, sent: dict[str, str], picks: st.DataObject) -> dict[str, str]:
    """Send the form; where it clashes choose as drawn, and send again. Return what was chosen, by field."""
    choices: dict[str, str] = {}
    for _attempt in range(3):
        page = browser.post(f"/clients/{client.pk}/edit/", sent | {"allow_duplicate": "yes"})
        if page.status_code == 302:
            return choices
        assert page.status_code == 409
        sent = form_on(page.text)
        for key in [key for key in sent if key.startswith("choose-")]:
            assert sent[key] == "mine"
            sent[key] = picks.draw(st.sampled_from(["mine", "theirs"]))
            choices[key.removeprefix("choose-")] = sent[key]
    raise AssertionError("it never ends")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(edits, min_size=2, max_size=3), picks=st.data())
def test_what_was_chosen_is_what_there_is(
    owner: User, client_for: ClientFor, people: list[dict[str, str]], picks: st.DataObject
) -> None:
    client = add_client(by=owner, first_name="Anna", last_name="Berg", goal="5 k", notes="one\ntwo", email=None)
    browser = client_for(owner)
    form = opened(browser, client)  # the same for all of them: nobody has saved yet
    forms = [{**form, **edit} for edit in people]
    expected = {"last_name": "Berg", "goal": "5 k", "notes": "one\ntwo"}
    before = dict(expected)

    for edit, sent in zip(people, forms, strict=True):
        choices = save_until_done(browser, client, sent, picks)
        mine = {name: value for name, value in edit.items() if value != before[name]}
        clashing = {name for name, value in mine.items() if expected[name] not in {before[name], value}}
        assert set(choices) == clashing
        expected |= {name: value for name, value in mine.items() if choices.get(name) != "theirs"}

    kept = Client.objects.get(pk=client.pk)
    assert {name: getattr(kept, name) for name in FIELDS} == expected
    assert (kept.first_name, kept.status, kept.email) == ("Anna", "active", None)


def test_somebody_faster_once_more_is_seen_again(owner: User, client_for: ClientFor) -> None:
    client, browser = add_client(by=owner, first_name="Anna", goal="5 k"), client_for(owner)
    sent = {**opened(browser, client), "goal": "Mine"}
    update_client(client_id=client.pk, by=owner, goal="Second")
    sent = form_on(browser.post(f"/clients/{client.pk}/edit/", sent).text)
    update_client(client_id=client.pk, by=owner, goal="Third")

    page = browser.post(f"/clients/{client.pk}/edit/", sent)

    assert page.status_code == 409
    assert "Third" in page.text
    assert "Second" not in page.text


def test_what_nobody_else_touched_is_no_clash(owner: User, client_for: ClientFor) -> None:
    client, browser = add_client(by=owner, first_name="Anna", goal="5 k"), client_for(owner)
    sent = {**opened(browser, client), "notes": "Mine"}
    update_client(client_id=client.pk, by=owner, goal="Theirs")

    page = browser.post(f"/clients/{client.pk}/edit/", sent)

    assert "Nothing of yours clashes" in page.text
    assert "choose-" not in page.text
    assert browser.post(f"/clients/{client.pk}/edit/", form_on(page.text)).status_code == 302
    client.refresh_from_db()
    assert (client.goal, client.notes) == ("Theirs", "Mine")


def test_an_error_between_does_not_hide_a_clash(owner: User, client_for: ClientFor) -> None:
    client, browser = add_client(by=owner, first_name="Anna", goal="5 k"), client_for(owner)
    sent = {**opened(browser, client), "goal": "Mine", "first_name": ""}
    update_client(client_id=client.pk, by=owner, goal="Theirs")
    page = browser.post(f"/clients/{client.pk}/edit/", sent)
    assert page.status_code == 422

    sent = {**form_on(page.text), "first_name": "Anna"}

    assert browser.post(f"/clients/{client.pk}/edit/", sent).status_code == 409


def test_the_client_chooses_too(owner: User, client_user: User, client_for: ClientFor) -> None:
    client = add_client(by=owner, first_name="Anna", phone="07400 122601")
    Client.objects.filter(pk=client.pk).update(user=client_user)
    browser = client_for(client_user)
    sent = {**form_on(browser.get("/clients/me/edit/").text), "phone": "07400 122602"}
    update_client(client_id=client.pk, by=owner, phone="07400 122603")

    page = browser.post("/clients/me/edit/", sent)

    assert page.status_code == 409
    sent = form_on(page.text) | {"choose-phone": "theirs"}
    assert browser.post("/clients/me/edit/", sent).status_code == 302
    client.refresh_from_db()
    assert client.phone == "+447400122603"


def test_the_api_says_what_there_is_now(owner: User, api_for: ApiFor) -> None:
    client = add_client(by=owner, first_name="Anna", goal="5 k")
    update_client(client_id=client.pk, by=owner, goal="Theirs", last_name="Berg")

    answer = api_for(owner).patch(
        f"/api/v1/clients/{client.pk}/", {"goal": "Mine"}, format="json", HTTP_IF_MATCH='"v1"'
    )

    assert answer.status_code == 412
    assert (answer.json()["version"], answer.json()["current"]) == (2, {"goal": "Theirs"})


def test_a_phone_that_is_no_number_any_more_stays_when_nobody_touches_it(owner: User, client_for: ClientFor) -> None:
    client, browser = add_client(by=owner, first_name="Anna"), client_for(owner)
    Client.objects.filter(pk=client.pk).update(phone="+447700900007")
    sent = {**opened(browser, client), "goal": "5 k"}
    assert browser.post(f"/clients/{client.pk}/edit/", sent).status_code == 302
    client.refresh_from_db()
    assert (client.phone, client.goal) == ("+447700900007", "5 k")
