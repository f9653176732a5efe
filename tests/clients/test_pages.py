from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.clients.models import Client, ImportBatch
from apps.clients.services import add_client, archive_client, update_client
from apps.clients.services.imports import run_import, undo_import
from apps.common import panels
from apps.common.ids import uuid7
from tenants.registry.context import enter_business
from tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ClientFor


@pytest.fixture
def anna(owner: User) -> Client:
    return add_client(by=owner, first_name="Anna", last_name="Berg", email="anna@example.com", phone="07400 122601")


NONE = {"no_email": "on", "no_phone": "on"}


def form_of(client: Client, **changes: str) -> dict[str, str]:
    """Return what a browser sends for an edit: values, what they were, and the version."""
    was = {
        "first_name": client.first_name,
        "last_name": client.last_name,
        "email": client.email or "",
        "phone": client.phone or "",
        "country": "",
        "emergency_name": client.emergency_name,
        "emergency_phone": client.emergency_phone or "",
        "emergency_relation": client.emergency_relation,
        "date_of_birth": "",
        "status": client.status,
        "trainer": "",
        "goal": client.goal,
        "member_since": client.member_since.isoformat(),
        "notes": client.notes,
        "health_notes": client.health_notes,
    }
    return {
        **{f"initial-{name}": value for name, value in was.items()},
        **was,
        **changes,
        "version": str(client.version),
    }


def test_the_list_shows_searches_and_counts(owner: User, anna: Client, client_for: ClientFor) -> None:
    add_client(by=owner, first_name="Bea", status="inactive")
    page = client_for(owner).get("/clients/", {"search": "brg anna"})
    assert "Anna Berg" in page.text
    assert "Bea" not in page.text
    assert "07400 122601" in page.text
    assert "1 active, 0 inactive" in page.text
    assert "Bea" in client_for(owner).get("/clients/", {"view": "inactive"}).text


def test_an_empty_list_teaches(owner: User, client_for: ClientFor) -> None:
    page = client_for(owner).get("/clients/")
    assert "Your clients will stand here" in page.text
    assert reverse("client_imports") in page.text


@pytest.mark.parametrize("query", ["?cursor=x", "?ordering=nonsense", "?trainer=1", "?view=x", "?search=%00"])
def test_the_list_answers_nonsense(owner: User, anna: Client, client_for: ClientFor, query: str) -> None:
    assert client_for(owner).get(f"/clients/{query}").status_code in {200, 400}


@pytest.mark.parametrize("path", ["/clients/", "/clients/add/", "/clients/import/"])
def test_query_budgets(
    owner: User, anna: Client, client_for: ClientFor, assert_queries: AssertQueries, path: str
) -> None:
    browser = client_for(owner)
    with assert_queries(f"GET {path}"):
        assert browser.get(path).status_code == 200


def test_the_lists_queries_do_not_grow_with_rows(
    owner: User, client_for: ClientFor, assert_queries: AssertQueries
) -> None:
    for number in range(30):
        add_client(by=owner, first_name=f"N{number}", trainer=UserFactory() if number % 3 else None)
    browser = client_for(owner)
    with assert_queries("GET /clients/"):
        assert browser.get("/clients/").text.count("data-row-link") == 25


def test_adding_shows_errors_inline_and_keeps_the_input(owner: User, anna: Client, client_for: ClientFor) -> None:
    browser = client_for(owner)
    sent = {"key": str(uuid7()), "first_name": "Other", "email": "ANNA@example.com", "status": "active"} | NONE
    page = browser.post("/clients/add/", sent)
    assert page.status_code == 422
    assert "Anna Berg already has this e-mail." in page.text
    assert 'value="Other"' in page.text
    assert Client.objects.count() == 1


def test_adding_twice_with_one_form_adds_once(owner: User, client_for: ClientFor) -> None:
    browser, sent = client_for(owner), {"key": str(uuid7()), "first_name": "Twice", "status": "active"} | NONE
    first, second = browser.post("/clients/add/", sent), browser.post("/clients/add/", sent)
    assert first["Location"] == second["Location"] == f"/clients/{Client.objects.get().pk}/"


def test_a_stale_edit_shows_both_and_the_next_one_keeps_both(owner: User, anna: Client, client_for: ClientFor) -> None:
    browser = client_for(owner)
    sent = form_of(anna, goal="Mine", notes="My note")
    update_client(client_id=anna.pk, by=owner, goal="Theirs", last_name="Bergman")

    page = browser.post(f"/clients/{anna.pk}/edit/", sent)

    assert page.status_code == 409
    assert "Theirs, there now" in page.text
    assert '<input type="hidden" name="goal" value="Mine" id="id_goal">' in page.text
    assert "Taken over from them: Last name." in page.text
    anna.refresh_from_db()
    assert (anna.goal, anna.last_name) == ("Theirs", "Bergman")

    again = form_of(anna, goal="Mine", notes="My note")
    assert browser.post(f"/clients/{anna.pk}/edit/", again).status_code == 302
    anna.refresh_from_db()
    assert (anna.goal, anna.last_name, anna.notes) == ("Mine", "Bergman", "My note")


def test_the_profile_tells_contact_notes_and_history(
    owner: User, anna: Client, client_for: ClientFor, assert_queries: AssertQueries
) -> None:
    update_client(client_id=anna.pk, by=owner, notes="Prefers mornings", health_notes="Asthma")
    browser = client_for(owner)
    with assert_queries("GET /clients/<client>/"):
        page = browser.get(f"/clients/{anna.pk}/")
    assert 'href="tel:+447400122601"' in page.text
    assert 'href="mailto:anna@example.com"' in page.text
    assert "Changed health notes, notes" in page.text
    assert "Asthma" in page.text


def test_the_front_desk_sees_no_health_notes(
    owner: User, front_desk: User, anna: Client, client_for: ClientFor
) -> None:
    update_client(client_id=anna.pk, by=owner, health_notes="Asthma")
    browser = client_for(front_desk)
    assert "Asthma" not in browser.get(f"/clients/{anna.pk}/").text
    assert "health_notes" not in browser.get(f"/clients/{anna.pk}/edit/").text


def test_a_room_above_shows_its_panel(
    owner: User, anna: Client, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = panels.Panel(title="Upcoming", url_name="client_edit", permission="clients.view")
    monkeypatch.setitem(panels._slots, "client.aside", [panel])
    assert f'hx-get="/clients/{anna.pk}/edit/"' in client_for(owner).get(f"/clients/{anna.pk}/").text


def test_archiving_asks_says_so_and_can_be_undone(owner: User, anna: Client, client_for: ClientFor) -> None:
    browser = client_for(owner)
    asked = browser.post(f"/clients/{anna.pk}/archive/")
    assert "Archive Anna Berg?" in asked.text
    assert not Client.objects.get().is_archived
    browser.post(f"/clients/{anna.pk}/archive/", {"confirmed": "yes"})
    assert Client.objects.get().is_archived
    assert "Anna Berg is archived." in browser.get("/clients/").text
    browser.post(f"/clients/{anna.pk}/restore/")
    assert not Client.objects.get().is_archived


def test_what_one_may_not_see_does_not_exist(
    owner: User, trainer: User, rival: BusinessRef, rival_owner: User, client_for: ClientFor
) -> None:
    others = add_client(by=owner, first_name="Other", trainer=UserFactory())
    with enter_business(rival):
        theirs = add_client(by=rival_owner, first_name="Theirs")
    for path in ("", "edit/"):
        assert client_for(trainer).get(f"/clients/{others.pk}/{path}").status_code == 404
        assert client_for(owner).get(f"/clients/{theirs.pk}/{path}").status_code == 404
    assert client_for(owner).post(f"/clients/{theirs.pk}/archive/", {"confirmed": "yes"}).status_code == 404


def test_archived_clients_cannot_be_edited(owner: User, anna: Client, client_for: ClientFor) -> None:
    archive_client(client_id=anna.pk, by=owner)
    assert client_for(owner).get(f"/clients/{anna.pk}/edit/").status_code == 404


def test_an_import_from_file_to_undo(
    owner: User, client_for: ClientFor, run_commit_hooks: Callable[[], object]
) -> None:
    browser = client_for(owner)
    file = SimpleUploadedFile("old.csv", b"Name,Email,Notes\nAnna Berg,anna@example.com,=1+1\nBad,nope,\n")
    sent = browser.post("/clients/import/", {"file": file})
    batch = ImportBatch.objects.get()
    assert sent["Location"] == f"/clients/import/{batch.pk}/"
    page = browser.get(sent["Location"])
    assert "Import 1 client, leave 1 row out" in page.text
    assert "“nope” has no @" in page.text

    browser.post(f"/clients/import/{batch.pk}/run/")
    assert ImportBatch.objects.get().state == "mapped"
    browser.post(f"/clients/import/{batch.pk}/run/", {"accept_errors": "yes"})
    busy = browser.get(f"/clients/import/{batch.pk}/progress/")
    assert "0 of 1 clients" in busy.text
    run_import(batch_id=batch.pk)
    assert browser.get(f"/clients/import/{batch.pk}/progress/")["HX-Refresh"] == "true"

    failed = b"".join(browser.get(f"/clients/import/{batch.pk}/failed.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined] # a streaming response
    assert failed.splitlines() == [
        "Row,Reason,Name,Email,Notes",
        '3,"“nope” has no @, so it is not an e-mail address.",Bad,nope,',
    ]
    assert "Take back 1 client?" in browser.post(f"/clients/import/{batch.pk}/undo/").text
    for _click in range(2):
        answer = browser.post(f"/clients/import/{batch.pk}/undo/", {"confirmed": "yes"})
        assert answer["Location"] == f"/clients/import/{batch.pk}/"
    assert "0 of 1 clients removed" in browser.get(answer["Location"]).text
    assert Client.objects.exists()
    undo_import(batch_id=batch.pk)
    assert "1 client removed." in browser.get(answer["Location"]).text
    assert not Client.objects.exists()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"a\0b", b"Name\n"])
def test_a_bad_file_is_refused_at_its_field(owner: User, client_for: ClientFor, data: bytes) -> None:
    page = client_for(owner).post("/clients/import/", {"file": SimpleUploadedFile("x.csv", data)})
    assert page.status_code == 422
    assert not ImportBatch.objects.exists()
