"""Fields that the business defines, and what clients answer."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.clients.custom import answers_of, fields_for
from apps.clients.models import Client, ClientChange, CustomField
from apps.clients.selectors import issues_of
from apps.clients.services import add_client, update_client
from apps.clients.services.custom.answers import parse_answer
from apps.clients.services.custom.fields import (
    add_field,
    archive_field,
    change_field,
    delete_field,
    order_fields,
    restore_field,
)
from apps.clients.services.imports import remap_import, run_import, start_run, upload_import
from apps.clients.services.values.refusal import Refused
from apps.common.errors import Conflict, InvalidInput, NotFound
from apps.common.ids import uuid7

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ApiFor

CHOICES = [{"key": "k1", "label": "Gym"}, {"key": "k2", "label": "Home"}, {"key": "k0", "label": "Pool", "gone": True}]
KINDS = {kind: CustomField(name="F", kind=kind, choices=CHOICES) for kind in CustomField.Kind}
KINDS[CustomField.Kind.NUMBER].minimum, KINDS[CustomField.Kind.NUMBER].maximum = -5, 2_000


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", "  Two\nlines ", "Two lines"),
        ("long_text", "a\r\nb", "a\nb"),
        ("number", "82,5", 82.5),
        ("number", 7.0, 7),
        ("number", "\N{MINUS SIGN}3", -3),
        ("date", "1990-12-31", "1990-12-31"),
        ("date", dt.date(1990, 12, 31), "1990-12-31"),
        ("yes_no", "Ja", True),
        ("yes_no", False, False),
        ("choice", "home", "k2"),
        ("choice", "k1", "k1"),
        ("choices", "Home, gym", ["k1", "k2"]),
        ("choices", ["k2"], ["k2"]),
        ("choices", [""], None),
        ("link", "example.com/a", "https://example.com/a"),
        ("text", " ", None),
        ("choices", [], None),
    ],
)
def test_what_is_kept(kind: str, given: Any, kept: Any) -> None:
    answer = parse_answer(KINDS[CustomField.Kind(kind)], given)
    assert (answer, type(answer)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("text", 7, "This is a text."),
        ("text", "x" * 301, "At most 300"),
        ("number", "twelve", "“twelve” is no number."),
        ("number", True, "This is a number."),
        ("number", -6, "At least -5."),
        ("number", 2_001, "At most 2000."),
        ("number", 0.123_456_78, "6 digits"),
        ("number", "NaN", "is no number"),
        ("number", "sNaN", "is no number"),
        ("number", "1e400", "at most"),
        ("number", 10**4_000, "at most"),
        ("date", "1990-02-30", "a day that does not exist"),
        ("date", "31.12.1990", "write it as 1990-12-31"),
        ("yes_no", 1, "Either yes or no."),
        ("choice", "Pool", "“Pool” is none of these: Gym, Home."),
        ("choice", ["k1"], "This is a text."),
        ("choices", {"k1": 1}, "list of choices"),
        ("choices", ["k1", 7], "This is a text."),
        ("link", "javascript:alert(1)", "no address"),
        ("link", "nowhere", "no address"),
    ],
)
def test_what_is_refused(kind: str, given: Any, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_answer(KINDS[CustomField.Kind(kind)], given)
    assert words in refusal.value.reason


def json_of(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    return st.recursive(
        st.none() | st.booleans() | st.integers() | numbers | st.text() | st.dates().map(str),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
        max_leaves=6,
    )


anything = json_of(st.floats())
sendable = json_of(st.floats(allow_nan=False, allow_infinity=False))


@given(kind=st.sampled_from(list(CustomField.Kind)), value=anything)
def test_any_json_is_kept_or_refused(kind: CustomField.Kind, value: Any) -> None:
    field = KINDS[kind]
    try:
        kept = parse_answer(field, value)
    except Refused:
        return
    assert kept is None or parse_answer(field, kept) == kept  # what is kept can be given again
    assert not isinstance(kept, float) or math.isfinite(kept)


def test_a_choice_that_is_gone_stays_readable_and_may_stay(owner: User) -> None:
    field = add_field(by=owner, name="Where", kind="choices", choices=["Gym", "Home", "Pool"])
    keys = [choice["key"] for choice in field.choices]
    anna = add_client(by=owner, first_name="Anna", custom={field.key: ["Gym", "Pool"]})
    field = change_field(
        field_id=field.pk, by=owner, choices=[{"key": keys[0], "label": "Studio"}, {"label": "home"}, {"label": "Park"}]
    )
    assert [(choice["key"], choice["label"], choice.get("gone", False)) for choice in field.choices][:2] == [
        (keys[0], "Studio", False),
        (keys[1], "home", False),
    ]
    anna.refresh_from_db()
    assert answers_of(anna, fields_for(owner))[0].words == "Studio, Pool"
    anna = update_client(client_id=anna.pk, by=owner, custom={field.key: [keys[2], "Park"]})
    assert answers_of(anna, fields_for(owner))[0].words == "Park, Pool"
    with pytest.raises(InvalidInput):
        add_client(by=owner, first_name="Bea", custom={field.key: ["Pool"]})


def test_answers_go_through_update_with_history(owner: User) -> None:
    pulse = add_field(by=owner, name="Pulse", kind="number", unit="bpm")
    shoes = add_field(by=owner, name="Shoes", kind="text")
    anna = add_client(by=owner, first_name="Anna", custom={pulse.key: 60, shoes.key: "42"})
    anna = update_client(client_id=anna.pk, by=owner, custom={pulse.key: "58"}, expected_version=1)
    assert (anna.custom, anna.version) == ({pulse.key: 58, shoes.key: "42"}, 2)
    assert ClientChange.objects.get().fields == {"custom": [{pulse.key: 60}, {pulse.key: 58}]}
    assert update_client(client_id=anna.pk, by=owner, custom={pulse.key: 58}).version == 2
    anna = update_client(client_id=anna.pk, by=owner, custom={shoes.key: None})
    before = ClientChange.objects.get(version=3).fields["custom"][0]
    assert before == {shoes.key: "42"}
    assert update_client(client_id=anna.pk, by=owner, custom=before).custom == {pulse.key: 58, shoes.key: "42"}


def test_every_problem_stands_at_its_field(owner: User) -> None:
    pulse = add_field(by=owner, name="Pulse", kind="number", is_required=True)
    born = add_field(by=owner, name="First visit", kind="date")
    unknown = str(uuid7())
    with pytest.raises(InvalidInput) as error:
        add_client(by=owner, first_name="", custom={pulse.key: "", born.key: "soon", unknown: 1})
    assert error.value.fields == {
        f"custom.{pulse.key}": ["“Pulse” is needed."],
        f"custom.{born.key}": ["“soon” is no date: write it as 1990-12-31."],
        f"custom.{unknown}": ["There is no such field."],
        "first_name": ["A client needs a name."],
    }
    with pytest.raises(InvalidInput) as error:
        add_client(by=owner, first_name="Anna")
    assert error.value.fields == {f"custom.{pulse.key}": ["“Pulse” is needed."]}
    assert not Client.objects.exists()


def test_who_may_not_see_a_field_cannot_answer_it(owner: User, front_desk: User, client_user: User) -> None:
    pills = add_field(by=owner, name="Pills", kind="text", audience="coaches", is_required=True)
    size = add_field(by=owner, name="Size", kind="text", own="edit")
    add_field(by=owner, name="Locker", kind="text", own="see")
    anna = add_client(by=front_desk, first_name="Anna")
    assert [field.name for field in fields_for(front_desk)] == ["Size", "Locker"]
    assert [field.name for field in fields_for(client_user)] == ["Size", "Locker"]
    with pytest.raises(InvalidInput) as error:
        update_client(client_id=anna.pk, by=front_desk, custom={pills.key: "none"})
    assert error.value.fields == {f"custom.{pills.key}": ["There is no such field."]}
    Client.objects.update(user=client_user)
    assert update_client(client_id=anna.pk, by=client_user, custom={size.key: "M"}).custom == {size.key: "M"}
    for field in CustomField.objects.exclude(pk=size.pk):
        with pytest.raises(InvalidInput):
            update_client(client_id=anna.pk, by=client_user, custom={field.key: "x"})


def test_archived_with_answers_deleted_without(owner: User) -> None:
    field = add_field(by=owner, name="Pulse", kind="number")
    anna = add_client(by=owner, first_name="Anna", custom={field.key: 60})
    with pytest.raises(Conflict) as conflict:
        delete_field(field_id=field.pk, by=owner)
    assert conflict.value.code == "answered"
    archive_field(field_id=field.pk, by=owner)
    assert answers_of(anna, fields_for(owner)) == []
    other = add_field(by=owner, name="PULSE", kind="text")
    with pytest.raises(InvalidInput):
        restore_field(field_id=field.pk, by=owner)
    delete_field(field_id=other.pk, by=owner)
    restore_field(field_id=field.pk, by=owner)
    assert answers_of(anna, fields_for(owner))[0].words == "60"
    with pytest.raises(NotFound):
        delete_field(field_id=other.pk, by=owner)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"kind": "rocket"}, "kind"),
        ({"kind": "choice"}, "choices"),
        ({"kind": "choice", "choices": ["a", "A"]}, "choices"),
        ({"kind": "choice", "choices": ["a,b"]}, "choices"),
        ({"kind": "number", "minimum": 2, "maximum": 1}, "maximum"),
        ({"kind": "number", "minimum": math.nan}, "minimum"),
        ({"audience": "world"}, "audience"),
        ({"own": "all"}, "own"),
    ],
)
def test_definitions_that_make_no_sense(owner: User, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as error:
        add_field(by=owner, **{"name": "F", "kind": "text", **values})
    assert field in error.value.fields
    assert not CustomField.objects.exists()


def test_their_order(owner: User) -> None:
    fields = [add_field(by=owner, name=name, kind="text") for name in "abc"]
    order_fields(field_ids=[fields[2].pk, fields[0].pk], by=owner)
    assert [field.name for field in fields_for(owner)] == ["c", "a", "b"]
    with pytest.raises(InvalidInput):
        order_fields(field_ids=[uuid7()], by=owner)
    with pytest.raises(InvalidInput) as error:
        change_field(field_id=fields[0].pk, by=owner, kind="number")
    assert "The kind stays" in error.value.fields["kind"][0]


def test_over_the_api(owner: User, front_desk: User, api_for: ApiFor) -> None:
    api, desk = api_for(owner), api_for(front_desk)
    body = {"name": "Where", "kind": "choice", "choices": [{"label": "Gym"}, {"label": "Home"}], "audience": "coaches"}
    made = api.post("/api/v1/custom-fields/", body, format="json").json()
    gym = made["choices"][0]["key"]
    client = api.post("/api/v1/clients/", {"first_name": "A", "custom": {made["id"]: "gym"}}, format="json").json()
    assert client["custom"] == {made["id"]: gym}
    assert desk.get(f"/api/v1/clients/{client['id']}/").json()["custom"] == {}
    assert desk.get("/api/v1/custom-fields/").json()["results"] == []
    assert desk.get(f"/api/v1/custom-fields/{made['id']}/").status_code == 404
    url = f"/api/v1/clients/{client['id']}/"
    refused = api.patch(url, {"custom": {made["id"]: "Moon"}}, format="json")
    assert refused.json()["errors"] == {f"custom.{made['id']}": ["“Moon” is none of these: Gym, Home."]}
    assert api.patch(url, {"custom": {made["id"]: None}}, format="json").json()["custom"] == {}
    field = f"/api/v1/custom-fields/{made['id']}/"
    assert api.patch(field, {"name": "Place"}, format="json").json()["name"] == "Place"
    assert api.post(f"{field}archive/").json()["archived_at"]
    assert api.get(field).status_code == 404
    assert api.post(f"{field}restore/").status_code == 200
    assert api.post("/api/v1/custom-fields/order/", {"ids": [made["id"]]}, format="json").status_code == 204
    assert api.delete(field).status_code == 204


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.dictionaries(st.text(max_size=8), sendable, max_size=3) | sendable)
def test_the_api_never_breaks(owner: User, api_for: ApiFor, value: Any) -> None:
    fields = [f"{kind}" for kind in CustomField.Kind]
    if not CustomField.objects.exists():
        for kind in fields:
            add_field(by=owner, name=kind, kind=kind, choices=["Gym"] if kind.startswith("choice") else [])
    anna = Client.objects.first() or add_client(by=owner, first_name="Anna")
    custom = {
        str(CustomField.objects.values_list("pk", flat=True)[0]): value,
        **(value if isinstance(value, dict) else {}),
    }
    answer = api_for(owner).patch(f"/api/v1/clients/{anna.pk}/", {"custom": custom}, format="json")
    assert answer.status_code in {200, 400}


def test_columns_feed_fields_by_their_name(owner: User) -> None:
    pulse = add_field(by=owner, name="Resting pulse", kind="number", maximum=220)
    visit = add_field(by=owner, name="First visit", kind="date")
    data = b"name,resting PULSE,First visit\nAnna,61,25/12/2025\nBea,300,\nCai,,\n"
    batch = upload_import(by=owner, file_name="list.csv", data=data)
    assert list(batch.mapping.values()) == ["full_name", f"custom.{pulse.key}", f"custom.{visit.key}"]
    (issue,) = issues_of(batch, level="error", most=9)
    assert (issue["row"], issue["column"], issue["reason"]) == (3, "resting PULSE", "At most 220.")
    start_run(batch_id=batch.pk, by=owner, accept_errors=True)
    run_import(batch_id=batch.pk)
    assert {client.first_name: client.custom for client in Client.objects.all()} == {
        "Anna": {pulse.key: 61, visit.key: "2025-12-25"},
        "Cai": {},
    }


def test_columns_feed_only_what_one_may_answer(owner: User, front_desk: User) -> None:
    pills = add_field(by=owner, name="Pills", kind="text", audience="coaches")
    batch = upload_import(by=front_desk, file_name="list.csv", data=b"name,pills\nAnna,none\n")
    assert list(batch.mapping.values()) == ["full_name", ""]
    with pytest.raises(InvalidInput):
        remap_import(batch_id=batch.pk, by=front_desk, mapping={"0": "full_name", "1": f"custom.{pills.key}"})
