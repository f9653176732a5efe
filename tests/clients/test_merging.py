"""Two clients made one, and two again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.activity.selectors import timeline_of_client
from apps.clients.changes import changes_of
from apps.clients.models import Client, MergeRecord
from apps.clients.services import (
    add_client,
    archive_client,
    invite_client,
    merge_clients,
    restore_client,
    undo_merge,
    update_client,
)
from apps.clients.services.log_ins import finish_merge
from apps.clients.services.merging import FINISH, Wish
from apps.common.errors import Conflict, IllegalTransition, InvalidInput, NotFound, StaleVersion
from apps.common.ids import uuid7
from apps.sessions.models import SessionClient
from tests.factories import UserFactory
from tests.factories.sessions import SessionFactory
from tests.harness.forms import form_on
from tests.harness.rows import Rows, every_row

if TYPE_CHECKING:
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, ClientFor

GROWING = {"clients_merge", "clients_client_change", "activity_activity", "activity_activity_client"}
COUNTERS = {"version", "updated_at", "session_epoch"}
NOW = timezone.now().replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def anna(owner: User) -> Client:
    return add_client(by=owner, first_name="Anna", last_name="Berg", email="anna@example.com", notes="Mornings")


@pytest.fixture
def ann(owner: User) -> Client:
    return add_client(
        by=owner, first_name="Ann", last_name="Berg", phone="07400 122601", goal="5 k", notes="Left-handed"
    )


def at(hours: int) -> dict[str, dt.datetime]:
    return {"starts_at": NOW + dt.timedelta(hours=hours), "ends_at": NOW + dt.timedelta(hours=hours + 1)}


def give_log_in(client: Client, email: str) -> User:
    user = UserFactory(role=Role.CLIENT, email=email)
    Client.objects.filter(pk=client.pk).update(user=user)
    return user


def same(before: Rows, after: Rows) -> None:
    """Every row of before is there as it was, and only histories have grown."""
    for table, rows in before.items():
        if table not in GROWING:
            assert set(after[table]) == set(rows), table
        for key, row in rows.items():
            kept = {name: value for name, value in row.items() if name not in COUNTERS}
            assert {name: value for name, value in after[table][key].items() if name not in COUNTERS} == kept, table


def test_everything_is_one(owner: User, trainer: User, anna: Client, ann: Client) -> None:
    alone = SessionFactory(trainer=trainer, clients=[ann], **at(1))
    together = SessionFactory(trainer=trainer, clients=[ann, anna], kind="group", **at(3))
    update_client(client_id=ann.pk, by=owner, goal="10 k")
    take = {"phone": "theirs", "goal": "theirs", "notes": "both"}

    record = merge_clients(winner_id=anna.pk, loser_id=ann.pk, by=owner, wish=Wish(take=take))  # type: ignore[arg-type] # literal values

    anna.refresh_from_db()
    ann.refresh_from_db()
    assert (anna.phone, anna.goal, anna.notes) == ("+447400122601", "10 k", "Mornings\n\nLeft-handed")
    assert (ann.merged_into, ann.is_archived) == (anna, True)
    places = SessionClient.objects.values_list("session_id", "client_id")
    assert set(places) == {(alone.pk, anna.pk), (together.pk, anna.pk)}
    names = list(timeline_of_client(anna.pk).values_list("name", flat=True))
    assert sorted(names) == ["client.added", "client.added", "client.merged", "client.updated", "client.updated"]
    assert {change.client_id for change in changes_of(anna)} == {anna.pk, ann.pk}
    assert merge_clients(winner_id=anna.pk, loser_id=ann.pk, by=owner) == record


fields = st.fixed_dictionaries(
    {
        "goal": st.sampled_from(["", "5 k"]),
        "phone": st.sampled_from([None, "+447400122601"]),
        "notes": st.sampled_from(["", "one"]),
        "status": st.sampled_from(["active", "inactive"]),
    }
)
takes = st.dictionaries(st.sampled_from(["goal", "phone", "notes", "email", "last_name"]), st.just("theirs"))
places_ = st.lists(st.sampled_from(["winner", "loser", "both"]), max_size=4)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mine=fields, theirs=fields, take=takes, places=places_, log_ins=st.sets(st.sampled_from("wl")), keep=st.booleans()
)
def test_merge_and_undo_is_as_if_nothing_had_been(
    owner: User,
    trainer: User,
    mine: dict[str, Any],
    theirs: dict[str, Any],
    take: dict[str, Any],
    places: list[str],
    log_ins: set[str],
    keep: bool,  # noqa: FBT001 - drawn
) -> None:
    number = str(uuid7())
    winner = add_client(by=owner, first_name="W", email=f"w{number}@x.example", **mine)
    loser = add_client(by=owner, first_name="L", email=f"l{number}@x.example", **theirs)
    for hour, who in enumerate(places):
        clients = {"winner": [winner], "loser": [loser], "both": [winner, loser]}[who]
        SessionFactory(trainer=UserFactory(role=Role.TRAINER), clients=clients, kind="group", **at(hour * 2))
    for who, client in (("w", winner), ("l", loser)):
        if who in log_ins:
            give_log_in(client, f"{who}.login{number}@x.example")
        else:
            invite_client(client_id=client.pk, by=owner)
    before = every_row()

    record = merge_clients(
        winner_id=winner.pk,
        loser_id=loser.pk,
        by=owner,
        wish=Wish(take=take, log_in="loser" if keep else "winner"),
    )
    assert SessionClient.objects.filter(client=loser).count() == 0
    undo_merge(merge_id=record.pk, by=owner)

    same(before, every_row())
    assert undo_merge(merge_id=record.pk, by=owner).undone_at is not None


def test_of_two_log_ins_one_stays_and_the_other_comes_back(owner: User, anna: Client, ann: Client) -> None:
    own, other = give_log_in(anna, "anna.login@x.example"), give_log_in(ann, "ann.login@x.example")
    record = merge_clients(winner_id=anna.pk, loser_id=ann.pk, by=owner, wish=Wish(log_in="loser"))
    anna.refresh_from_db()
    assert anna.user == other
    assert list(User.objects.filter(pk__in=[own.pk, other.pk], is_active=True)) == [other]

    undo_merge(merge_id=record.pk, by=owner)
    anna.refresh_from_db()
    ann.refresh_from_db()
    assert (anna.user, ann.user) == (own, other)
    assert User.objects.filter(pk__in=[own.pk, other.pk], is_active=True).count() == 2


def test_after_thirty_days_it_is_for_good(owner: User, anna: Client, ann: Client) -> None:
    give_log_in(anna, "anna.login@x.example")
    other = give_log_in(ann, "ann.login@x.example")
    record = merge_clients(winner_id=anna.pk, loser_id=ann.pk, by=owner)
    finish_merge(merge_id=record.pk, kind=FINISH)
    assert User.objects.get(pk=other.pk).email == "ann.login@x.example"
    MergeRecord.objects.filter(pk=record.pk).update(created_at=timezone.now() - dt.timedelta(days=31))
    with pytest.raises(IllegalTransition):
        undo_merge(merge_id=record.pk, by=owner)
    finish_merge(merge_id=record.pk, kind=FINISH)
    finish_merge(merge_id=record.pk, kind=FINISH)
    assert User.objects.get(pk=other.pk).email == f"{other.pk}@closed.invalid"


def test_later_changes_forbid_the_undo_and_are_named(owner: User, anna: Client, ann: Client) -> None:
    record = merge_clients(winner_id=anna.pk, loser_id=ann.pk, by=owner, wish=Wish(take={"goal": "theirs"}))
    update_client(client_id=anna.pk, by=owner, goal="Marathon")
    with pytest.raises(Conflict, match="Changed since the merge: Goal"):
        undo_merge(merge_id=record.pk, by=owner)
    anna.refresh_from_db()
    assert anna.goal == "Marathon"


def test_their_e_mail_may_be_somebody_elses_by_now(owner: User, anna: Client) -> None:
    ann = add_client(by=owner, first_name="Ann", email="ann@example.com")
    record = merge_clients(winner_id=anna.pk, loser_id=ann.pk, by=owner)
    add_client(by=owner, first_name="Zoe", email="ann@example.com")
    with pytest.raises(Conflict, match=r"ann@example.com belongs to somebody else by now"):
        undo_merge(merge_id=record.pk, by=owner)
    ann.refresh_from_db()
    assert ann.merged_into == anna


def test_chains_lead_to_the_end_and_come_apart_backwards(
    owner: User, anna: Client, ann: Client, client_for: ClientFor
) -> None:
    third = add_client(by=owner, first_name="Third")
    first = merge_clients(winner_id=anna.pk, loser_id=ann.pk, by=owner)
    second = merge_clients(winner_id=third.pk, loser_id=anna.pk, by=owner)
    browser = client_for(owner)
    page = browser.get(f"/clients/{ann.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == f"/clients/{third.pk}/"
    with pytest.raises(Conflict, match="merged into somebody else since"):
        undo_merge(merge_id=first.pk, by=owner)
    with pytest.raises(Conflict, match="part of another client already"):
        merge_clients(winner_id=third.pk, loser_id=ann.pk, by=owner)
    undo_merge(merge_id=second.pk, by=owner)
    undo_merge(merge_id=first.pk, by=owner)
    assert Client.objects.filter(merged_into=None, archived_at=None).count() == 3


def test_refuses(owner: User, trainer: User, anna: Client, ann: Client) -> None:
    with pytest.raises(InvalidInput):
        merge_clients(winner_id=anna.pk, loser_id=anna.pk, by=owner)
    with pytest.raises(InvalidInput):
        merge_clients(winner_id=anna.pk, loser_id=ann.pk, by=owner, wish=Wish(take={"phone": "both"}))
    with pytest.raises(NotFound):
        merge_clients(winner_id=anna.pk, loser_id=uuid7(), by=owner)
    with pytest.raises(StaleVersion):
        merge_clients(winner_id=anna.pk, loser_id=ann.pk, by=owner, wish=Wish(versions=(1, 2)))
    SessionFactory(trainer=trainer, clients=[anna], **at(5))
    SessionFactory(trainer=UserFactory(role=Role.TRAINER), clients=[ann], **at(5))
    with pytest.raises(Conflict, match="Both are booked elsewhere"):
        merge_clients(winner_id=anna.pk, loser_id=ann.pk, by=owner)
    archive_client(client_id=anna.pk, by=owner)
    with pytest.raises(IllegalTransition, match="restore first"):
        merge_clients(winner_id=anna.pk, loser_id=ann.pk, by=owner)
    assert MergeRecord.objects.count() == 0


def test_an_archived_duplicate_merges_and_returns_to_the_archive(owner: User, anna: Client, ann: Client) -> None:
    was = archive_client(client_id=ann.pk, by=owner).archived_at
    record = merge_clients(winner_id=anna.pk, loser_id=ann.pk, by=owner)
    with pytest.raises(IllegalTransition, match="undo the merge instead"):
        restore_client(client_id=ann.pk, by=owner)
    undo_merge(merge_id=record.pk, by=owner)
    ann.refresh_from_db()
    assert (ann.archived_at, ann.merged_into) == (was, None)


def test_pages(owner: User, anna: Client, ann: Client, client_for: ClientFor, assert_queries: AssertQueries) -> None:
    browser, path = client_for(owner), f"/clients/{anna.pk}/merge/{ann.pk}/"
    with assert_queries("GET /clients/<client>/merge/<other>/"):
        page = browser.get(path)
    sent = form_on(page.text)
    assert (sent["choose-phone"], sent["choose-notes"], sent["choose-first_name"]) == ("theirs", "both", "mine")
    update_client(client_id=ann.pk, by=owner, goal="Marathon")
    assert "Look again, then merge." in browser.post(path, sent).text
    sent = form_on(browser.get(path).text)
    assert browser.post(path, sent).status_code == 302
    assert browser.post(path, sent).status_code == 302
    anna.refresh_from_db()
    assert (anna.phone, anna.goal, anna.notes) == ("+447400122601", "Marathon", "Mornings\n\nLeft-handed")
    assert "Undo the merge" in browser.get(f"/clients/{anna.pk}/changes/").text
    record = MergeRecord.objects.get()
    assert browser.post(f"/clients/merges/{record.pk}/reversal/")["Location"] == f"/clients/{ann.pk}/"
    assert browser.get(f"/clients/{ann.pk}/").status_code == 200


def test_api(owner: User, trainer: User, anna: Client, ann: Client, api_for: ApiFor) -> None:
    path, body = f"/api/v1/clients/{anna.pk}/merges/", {"other": str(ann.pk), "take": {"goal": "theirs"}}
    assert api_for(trainer).post(path, body, format="json").status_code == 403
    api = api_for(owner)
    answer = api.post(path, body, format="json")
    assert (answer.status_code, answer.json()["loser"]) == (201, str(ann.pk))
    assert len(api.get(path).json()["results"]) == 1
    undone = api.post(f"{path}{answer.json()['id']}/reversal/", {}, format="json")
    assert undone.json()["undone_at"] is not None
