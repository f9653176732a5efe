"""What a client's fields were, and taking an edit back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.clients.changes import changes_of, in_words
from apps.clients.models import Client, ClientChange
from apps.clients.services import Part, add_client, revert_change, update_client
from apps.common.errors import Conflict, InvalidInput, NotAllowed, NotFound, StaleVersion
from apps.common.ids import uuid7
from tests.factories import UserFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, ClientFor


@pytest.fixture
def anna(owner: User) -> Client:
    return add_client(by=owner, first_name="Anna", last_name="Berg", email="anna@example.com", phone="07400 122601")


def last_change(client: Client) -> ClientChange:
    return changes_of(client)[0]


def test_reads_in_words(owner: User, trainer: User, anna: Client) -> None:
    update_client(client_id=anna.pk, by=owner, trainer=trainer.pk, date_of_birth="1990-02-03", country="SE", goal="5 k")

    (change,) = in_words(list(changes_of(anna)), owner)

    assert change.by == owner.full_name
    assert {field.label: (field.before, field.after) for field in change.fields} == {
        "Trainer": ("", trainer.full_name),
        "Date of birth": ("", "3 February 1990"),
        "Country": ("", "Sweden"),
        "Goal": ("", "5 k"),
    }


def test_a_field_nobody_knows_reads_as_text(owner: User, anna: Client) -> None:
    ClientChange.objects.create(client=anna, version=9, fields={"shoe_size": [None, 43]}, by=None)

    (change,) = in_words(list(changes_of(anna)), owner)

    assert [(field.label, field.before, field.after) for field in change.fields] == [("Shoe size", "", "43")]
    assert change.by == ""


def test_the_front_desk_reads_no_health(owner: User, front_desk: User, anna: Client, client_for: ClientFor) -> None:
    update_client(client_id=anna.pk, by=owner, health_notes="Left knee operated")

    path = f"/clients/{anna.pk}/changes/"
    assert "Left knee operated" in client_for(owner).get(path).text
    page = client_for(front_desk).get(path).text
    assert "Left knee" not in page
    assert "Only trainers and managers see what it says." in page
    assert "Left knee" not in client_for(front_desk).get(f"/clients/{anna.pk}/").text


def test_an_edit_goes_back_and_says_so(owner: User, manager: User, anna: Client) -> None:
    update_client(client_id=anna.pk, by=owner, phone="07400 122602", goal="10 k")
    edit = last_change(anna)

    client = revert_change(client_id=anna.pk, change_id=edit.pk, by=manager)

    assert (client.phone, client.goal, client.version) == ("+447400122601", "", 3)
    back = last_change(anna)
    assert (back.reverts, back.by, sorted(back.fields)) == (edit.pk, manager, ["goal", "phone"])
    assert revert_change(client_id=anna.pk, change_id=edit.pk, by=manager).version == 3


def test_a_part_of_it_goes_back(owner: User, anna: Client) -> None:
    update_client(client_id=anna.pk, by=owner, phone="07400 122602", goal="10 k")
    part = Part(fields=["phone"])
    client = revert_change(client_id=anna.pk, change_id=last_change(anna).pk, by=owner, part=part)
    assert (client.phone, client.goal) == ("+447400122601", "10 k")


def test_what_somebody_changed_later_is_not_overwritten_unasked(owner: User, anna: Client) -> None:
    update_client(client_id=anna.pk, by=owner, goal="10 k")
    edit = last_change(anna)
    update_client(client_id=anna.pk, by=owner, goal="Half marathon")

    with pytest.raises(Conflict) as caught:
        revert_change(client_id=anna.pk, change_id=edit.pk, by=owner)

    assert caught.value.code == "changed_since"
    assert caught.value.extra["fields"] == [{"field": "goal", "before": "", "after": "10 k", "now": "Half marathon"}]
    anna.refresh_from_db()
    assert anna.goal == "Half marathon"
    assert revert_change(client_id=anna.pk, change_id=edit.pk, by=owner, part=Part(overwrite=True)).goal == ""


def test_says_why_a_value_cannot_return(owner: User, anna: Client) -> None:
    gone = UserFactory(role="trainer")
    update_client(client_id=anna.pk, by=owner, trainer=gone.pk, email="new@example.com")
    update_client(client_id=anna.pk, by=owner, trainer=None)
    add_client(by=owner, first_name="Bea", email="anna@example.com")
    gone.is_active = False
    gone.save()
    second, first = changes_of(anna)
    with pytest.raises(InvalidInput) as caught:
        revert_change(client_id=anna.pk, change_id=second.pk, by=owner)
    assert caught.value.fields == {"trainer": ["This is nobody who trains here."]}
    with pytest.raises(InvalidInput) as caught:
        revert_change(client_id=anna.pk, change_id=first.pk, by=owner)
    assert caught.value.fields == {"email": ["Bea already has this e-mail."]}


def test_refuses(owner: User, front_desk: User, anna: Client) -> None:
    update_client(client_id=anna.pk, by=owner, health_notes="Asthma", goal="5 k")
    edit = last_change(anna)
    other = add_client(by=owner, first_name="Bea")
    with pytest.raises(NotFound):
        revert_change(client_id=other.pk, change_id=edit.pk, by=owner)
    with pytest.raises(NotFound):
        revert_change(client_id=anna.pk, change_id=uuid7(), by=owner)
    with pytest.raises(StaleVersion):
        revert_change(client_id=anna.pk, change_id=edit.pk, by=owner, expected_version=1)
    with pytest.raises(InvalidInput):
        revert_change(client_id=anna.pk, change_id=edit.pk, by=owner, part=Part(fields=["phone"]))
    with pytest.raises(NotAllowed):
        revert_change(client_id=anna.pk, change_id=edit.pk, by=front_desk, part=Part(fields=["health_notes"]))
    client = revert_change(client_id=anna.pk, change_id=edit.pk, by=front_desk)
    assert (client.health_notes, client.goal) == ("Asthma", "")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(goals=st.lists(st.sampled_from(["", "a", "b", "c"]), min_size=1, max_size=5), picks=st.data())
def test_any_edit_can_be_taken_back_to_what_it_was(owner: User, goals: list[str], picks: st.DataObject) -> None:
    client = add_client(by=owner, first_name="Any")
    for number, goal in enumerate(goals):
        update_client(client_id=client.pk, by=owner, goal=goal, notes=f"kept {number}")
    edits = list(changes_of(client))
    edit = picks.draw(st.sampled_from(edits))
    notes = Client.objects.get(pk=client.pk).notes
    wanted = [name for name in edit.fields if name == "goal"]

    after = revert_change(client_id=client.pk, change_id=edit.pk, by=owner, part=Part(fields=wanted, overwrite=True))

    assert after.notes == notes
    assert after.goal == (edit.fields["goal"][0] if wanted else goals[-1])


def test_pages_narrow_and_take_back(
    owner: User, manager: User, anna: Client, client_for: ClientFor, assert_queries: AssertQueries
) -> None:
    update_client(client_id=anna.pk, by=owner, goal="Row 2 k")
    update_client(client_id=anna.pk, by=manager, phone="07400 122602")
    browser = client_for(owner)
    with assert_queries("GET /clients/<client>/changes/"):
        page = browser.get(f"/clients/{anna.pk}/changes/")
    assert "Row 2 k" in page.text
    assert "07400 122602" in page.text
    assert "Row 2 k" not in browser.get(f"/clients/{anna.pk}/changes/", {"field": "phone"}).text
    assert "Row 2 k" not in browser.get(f"/clients/{anna.pk}/changes/", {"by": str(manager.pk)}).text
    assert browser.get(f"/clients/{anna.pk}/changes/", {"by": "x", "field": "\0"}).status_code == 400

    path = f"/clients/{anna.pk}/changes/{last_change(anna).pk}/reversion/"
    assert "07400 122601" in browser.get(path).text
    sent = {"version": "3", "choose-phone": "back"}
    assert browser.post(path, sent).status_code == 302
    assert browser.post(path, sent).status_code == 302
    anna.refresh_from_db()
    assert (anna.phone, anna.version) == ("+447400122601", 4)


def test_the_page_asks_again_when_somebody_was_faster(owner: User, anna: Client, client_for: ClientFor) -> None:
    update_client(client_id=anna.pk, by=owner, goal="10 k")
    path = f"/clients/{anna.pk}/changes/{last_change(anna).pk}/reversion/"
    update_client(client_id=anna.pk, by=owner, goal="Half marathon")

    page = client_for(owner).post(path, {"version": "2", "choose-goal": "back"})

    assert page.status_code == 409
    assert "Half marathon" in page.text
    assert "somebody changed it again" in page.text
    assert 'name="version" value="3"' in page.text
    anna.refresh_from_db()
    assert anna.goal == "Half marathon"


def test_the_timeline_unfolds_edits_and_narrows(owner: User, anna: Client, client_for: ClientFor) -> None:
    update_client(client_id=anna.pk, by=owner, goal="Row 2 k")
    browser = client_for(owner)
    page = browser.get(f"/clients/{anna.pk}/").text
    assert "What it was" in page
    assert '<ins dir="auto">Row 2 k</ins>' in page
    assert "Changed goal" in browser.get(f"/clients/{anna.pk}/", {"kind": "changes"}).text
    narrowed = browser.get(f"/clients/{anna.pk}/", {"kind": "sessions"}).text
    assert "Changed goal" not in narrowed
    assert "Nothing of this kind yet." in narrowed


def test_api(owner: User, manager: User, anna: Client, api_for: ApiFor) -> None:
    update_client(client_id=anna.pk, by=owner, goal="Row 2 k")
    update_client(client_id=anna.pk, by=manager, goal="Row 5 k")
    api = api_for(owner)
    base = f"/api/v1/clients/{anna.pk}/changes/"

    rows = api.get(base).json()["results"]
    assert [(row["by"], row["fields"][0]["after"]) for row in rows] == [
        (manager.full_name, "Row 5 k"),
        (owner.full_name, "Row 2 k"),
    ]
    assert len(api.get(base, {"by": str(manager.pk)}).json()["results"]) == 1
    assert api.get(base, {"field": "phone"}).json()["results"] == []

    problem = api.post(f"{base}{rows[1]['id']}/reversion/", {}, format="json")
    assert (problem.status_code, problem.json()["code"]) == (409, "changed_since")
    answer = api.post(f"{base}{rows[1]['id']}/reversion/", {"overwrite": True}, format="json", HTTP_IF_MATCH='"v3"')
    assert (answer.status_code, answer.json()["goal"], answer["ETag"]) == (200, "", '"v4"')
    kinds = api.get(f"/api/v1/clients/{anna.pk}/timeline/", {"kind": "changes"}).json()["results"]
    assert {row["name"] for row in kinds} == {"client.added", "client.updated"}
