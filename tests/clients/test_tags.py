"""Tags: one word whatever its case and accents, on one client, on many, renamed, merged and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from apps.activity.models import Activity
from apps.clients.models import Client, ClientChange, Tag
from apps.clients.selectors import clients_visible_to, issues_of
from apps.clients.services import add_client, archive_client, update_client
from apps.clients.services.imports import run_import, start_run, upload_import
from apps.clients.services.tags.assigning import add_tags, remove_tags, tag_client
from apps.clients.services.tags.sweeping import sweep_tag
from apps.clients.services.tags.vocabulary import add_tag, change_tag, delete_tag, merge_tags
from apps.clients.tags import count_by_tag, live_tags, tags_of, with_tags
from apps.common.errors import InvalidInput, NotFound
from apps.common.ids import uuid7
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User


def names(client: Client) -> list[str]:
    return [tag.name for tag in tags_of(Client.objects.get(pk=client.pk))]


def refusal(error: InvalidInput, field: str) -> str:
    return " ".join(error.fields[field])


def test_names_are_one_whatever_case_and_accents(owner: User) -> None:
    anna = add_client(by=owner, first_name="Anna", tags=["Früh", "Knee", "FRUH", "knee "])
    assert names(anna) == ["Früh", "Knee"]
    bea = add_client(by=owner, first_name="Bea", tags="KNEE; früh,Online")
    assert names(bea) == ["Früh", "Knee", "Online"]
    assert live_tags().count() == 3


def test_a_change_has_version_history_and_event(owner: User) -> None:
    anna = add_client(by=owner, first_name="Anna", tags=["Knee"])
    knee = Tag.objects.get()
    anna = update_client(client_id=anna.pk, by=owner, tags=["Morning"], expected_version=1)
    morning = Tag.objects.get(name="Morning")
    assert anna.version == 2
    assert ClientChange.objects.get().fields == {"tags": [[str(knee.pk)], [str(morning.pk)]]}
    assert Activity.objects.filter(name="client.updated").get().payload["changed"] == ["tags"]
    assert update_client(client_id=anna.pk, by=owner, tags=["morning"]).version == 2


def test_what_was_can_be_given_again(owner: User) -> None:
    anna = add_client(by=owner, first_name="Anna", tags=["Knee"])
    update_client(client_id=anna.pk, by=owner, tags=[])
    before, _after = ClientChange.objects.get().fields["tags"]
    update_client(client_id=anna.pk, by=owner, tags=before)
    assert names(anna) == ["Knee"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["a,b"], "no comma"),
        (["x" * 41], "At most 40"),
        ([" "], "needs a name"),
        (["\u0301"], "told from others"),
        ([str(uuid7())], "no longer there"),
        ([f"n{number}" for number in range(51)], "at most 50"),
        (7, "list of names"),
    ],
)
def test_what_is_no_tag_is_refused(owner: User, given: list[str], words: str) -> None:
    with pytest.raises(InvalidInput) as error:
        add_client(by=owner, first_name="Anna", tags=given)
    assert words in refusal(error.value, "tags")
    assert (Client.objects.count(), Tag.objects.count()) == (0, 0)


def test_only_those_who_may_make_new_ones(owner: User, front_desk: User) -> None:
    add_tag(by=owner, name="Knee")
    anna = add_client(by=front_desk, first_name="Anna", tags=["knee"])
    with pytest.raises(InvalidInput) as error:
        update_client(client_id=anna.pk, by=front_desk, tags=["knee", "Hip"])
    assert refusal(error.value, "tags") == "There is no tag “Hip”."
    assert names(anna) == ["Knee"]


def test_a_refused_client_leaves_no_new_tag(owner: User) -> None:
    add_client(by=owner, first_name="Anna", email="a@mail.example")
    with pytest.raises(InvalidInput):
        add_client(by=owner, first_name="Bea", email="a@mail.example", tags=["New"])
    assert not Tag.objects.exists()


def test_one_tag_more_leaves_the_others(owner: User) -> None:
    anna = add_client(by=owner, first_name="Anna", tags=["Knee"])
    update_client(client_id=anna.pk, by=owner, tags=["Knee", "Hip"])
    tag_client(client_id=anna.pk, by=owner, add=["Morning"], remove=[Tag.objects.get(name="Knee").pk])
    assert names(anna) == ["Hip", "Morning"]


def test_many_at_once(owner: User, trainer: User) -> None:
    mine, free = ClientFactory(trainer=trainer), ClientFactory()
    others, away = ClientFactory(trainer=owner), archive_client(client_id=ClientFactory().pk, by=owner)
    everybody = [client.pk for client in (mine, free, others, away)]
    assert set(add_tags(client_ids=everybody, tags=["Morning"], by=trainer)) == {mine.pk, free.pk}
    assert add_tags(client_ids=everybody, tags=["Morning"], by=trainer) == []
    assert [names(client) for client in (mine, free, others, away)] == [["Morning"], ["Morning"], [], []]
    assert {change.version for change in ClientChange.objects.all()} == {2}
    tagged = Activity.objects.get(name="clients.tagged")
    assert tagged.payload == {"added": ["Morning"], "removed": []}
    assert remove_tags(client_ids=everybody, tags=["MORNING"], by=trainer) == sorted([mine.pk, free.pk])
    assert names(mine) == []


def test_who_has_some_and_who_has_all(owner: User) -> None:
    add_client(by=owner, first_name="A", tags=["Knee"])
    add_client(by=owner, first_name="B", tags=["Knee", "Online"])
    add_client(by=owner, first_name="C")
    ids = [tag.pk for tag in live_tags()]
    clients = clients_visible_to(owner).order_by("sort_name")
    assert [client.first_name for client in with_tags(clients, ids)] == ["A", "B"]
    assert [client.first_name for client in with_tags(clients, ids, all_of=True)] == ["B"]
    assert with_tags(clients, []).count() == 3
    assert sorted(count_by_tag().values()) == [1, 2]


def test_a_rename_is_one_row(owner: User) -> None:
    anna = add_client(by=owner, first_name="Anna", tags=["Knee"])
    tag = Tag.objects.get()
    change_tag(tag_id=tag.pk, by=owner, name="knee", colour="teal")
    assert names(anna) == ["knee"]
    assert Client.objects.get().version == 1
    add_tag(by=owner, name="Hip")
    with pytest.raises(InvalidInput) as error:
        change_tag(tag_id=tag.pk, by=owner, name="HIP")
    assert refusal(error.value, "name") == "There is a tag “HIP” already."
    with pytest.raises(InvalidInput):
        add_tag(by=owner, name="hip")
    with pytest.raises(InvalidInput):
        change_tag(tag_id=tag.pk, by=owner, colour="mud")
    with pytest.raises(NotFound):
        change_tag(tag_id=uuid7(), by=owner, name="x")


def test_merging_moves_everybody_with_history(owner: User) -> None:
    both = add_client(by=owner, first_name="A", tags=["Morning", "Early"])
    one = add_client(by=owner, first_name="B", tags=["Early"])
    away = archive_client(client_id=add_client(by=owner, first_name="C", tags=["Early"]).pk, by=owner)
    early, morning = Tag.objects.get(name="Early"), Tag.objects.get(name="Morning")
    assert merge_tags(tag_id=early.pk, into_id=morning.pk, by=owner) == morning
    assert [names(client) for client in (both, one, away)] == [["Morning"]] * 3
    assert list(Tag.objects.all()) == [morning]
    assert Client.objects.get(pk=one.pk).version == 2
    assert ClientChange.objects.get(client=one).fields == {"tags": [[str(early.pk)], [str(morning.pk)]]}
    for wrong in (early.pk, morning.pk):
        with pytest.raises((InvalidInput, NotFound)):
            merge_tags(tag_id=morning.pk, into_id=wrong, by=owner)


def test_a_deleted_tag_is_gone_and_its_name_is_free(owner: User) -> None:
    anna = add_client(by=owner, first_name="Anna", tags=["Knee", "Hip"])
    delete_tag(tag_id=Tag.objects.get(name="Knee").pk, by=owner)
    assert names(anna) == ["Hip"]
    add_tag(by=owner, name="Knee")
    assert names(anna) == ["Hip"]
    with pytest.raises(NotFound):
        delete_tag(tag_id=uuid7(), by=owner)


def test_many_holders_are_swept_in_steps(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.clients.services.tags.sweeping.AT_ONCE", 2)
    people = [add_client(by=owner, first_name=f"N{number}", tags=["Early"]) for number in range(5)]
    early, mid, late = Tag.objects.get(), add_tag(by=owner, name="Mid"), add_tag(by=owner, name="Late")
    merge_tags(tag_id=early.pk, into_id=mid.pk, by=owner)
    assert sorted(names(client) for client in people) == [[], [], [], ["Mid"], ["Mid"]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public.due_work WHERE kind = 'clients.sweep_tag'")
        assert cursor.fetchone() == (1,)
    merge_tags(tag_id=mid.pk, into_id=late.pk, by=owner)  # while some are still on their way to it
    for tag in (early, mid):
        sweep_tag(tag_id=tag.pk)
    assert [names(client) for client in people] == [["Late"]] * 5
    assert list(Tag.objects.all()) == [late]


def test_an_edit_while_a_tag_is_taken_off_follows_it(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.clients.services.tags.sweeping.AT_ONCE", 1)
    people = [add_client(by=owner, first_name=f"N{number}", tags=["Early"]) for number in range(3)]
    mid = add_tag(by=owner, name="Mid")
    merge_tags(tag_id=Tag.objects.get(name="Early").pk, into_id=mid.pk, by=owner)
    waiting = next(client for client in people if not names(client))
    tag_client(client_id=waiting.pk, by=owner, add="Knee, Hip")
    assert names(waiting) == ["Hip", "Knee", "Mid"]


FILE = b'name,e-mail,tags\nAnna,a@mail.example,Knee; Morning\nBea,b@mail.example,"KNEE,Online"\nCai,c@mail.example,\n'


def test_a_column_brings_tags(owner: User) -> None:
    add_tag(by=owner, name="Knee")
    batch = upload_import(by=owner, file_name="clients.csv", data=FILE)
    assert batch.mapping["2"] == "tags"
    assert [issue["reason"] for issue in issues_of(batch, level="notice", most=9) if issue["field"] == "tags"] == [
        "Not there yet, and made: Morning.",
        "Not there yet, and made: Online.",
    ]
    start_run(batch_id=batch.pk, by=owner, accept_errors=False)
    run_import(batch_id=batch.pk)
    assert {client.first_name: names(client) for client in Client.objects.all()} == {
        "Anna": ["Knee", "Morning"],
        "Bea": ["Knee", "Online"],
        "Cai": [],
    }


def test_who_may_not_make_tags_imports_those_there_are(owner: User, front_desk: User) -> None:
    add_tag(by=owner, name="Knee")
    batch = upload_import(by=front_desk, file_name="clients.csv", data=FILE)
    start_run(batch_id=batch.pk, by=front_desk, accept_errors=False)
    run_import(batch_id=batch.pk)
    assert sorted(names(client) for client in Client.objects.all()) == [[], ["Knee"], ["Knee"]]
    assert live_tags().count() == 1


def test_a_cell_that_holds_no_tags_is_an_error_of_its_row(owner: User) -> None:
    data = b"name,tags\nAnna," + b"x" * 41 + b"\nBea,ok\n"
    batch = upload_import(by=owner, file_name="clients.csv", data=data)
    assert (batch.good, batch.bad) == (1, 1)
    assert "At most 40" in issues_of(batch, level="error", most=9)[0]["reason"]
