"""Acts on many clients: once each, refused with a reason, and taken back where nobody was since."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.clients.models import BulkAct, BulkRow, Client
from apps.clients.services import archive_client, update_client
from apps.clients.services.bulk import run_act, running, start_act, start_undo, undo_act
from apps.common.errors import InvalidInput, NotAllowed
from apps.common.ids import uuid7
from apps.sessions.services import start_session
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.factories.sessions import SessionFactory

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from tests.harness.people import ApiFor, ClientFor


@pytest.fixture
def people(owner: User) -> list[Client]:
    return [ClientFactory() for _ in range(5)]


def ids(clients: list[Client]) -> list[UUID]:
    return [client.pk for client in clients]


def done(act: BulkAct) -> BulkAct:
    run_act(act_id=act.pk)
    act.refresh_from_db()
    return act


def undone(act: BulkAct, by: User) -> BulkAct:
    start_undo(act_id=act.pk, by=by)
    undo_act(act_id=act.pk)
    act.refresh_from_db()
    return act


def statuses() -> list[str]:
    return list(Client.objects.order_by("pk").values_list("status", flat=True))


def test_it_is_done_to_each_and_undone(owner: User, people: list[Client]) -> None:
    update_client(client_id=people[0].pk, by=owner, status="inactive")
    act = done(start_act(by=owner, act="status", options={"status": "inactive"}, client_ids=ids(people[:4])))
    assert (act.state, act.total, act.changed, act.unchanged, act.refused) == ("done", 4, 3, 1, 0)
    assert statuses() == ["inactive"] * 4 + ["active"]
    update_client(client_id=people[2].pk, by=owner, goal="Squat")
    undone(act, owner)
    assert (act.state, act.restored, act.kept) == ("undone", 2, 1)
    assert statuses() == ["inactive", "active", "inactive", "active", "active"]
    row = act.rows.exclude(kept="").get()
    assert (row.client_id, row.kept) == (people[2].pk, "Somebody changed this client since.")


@pytest.mark.parametrize("kind", ["archive", "trainer"])
def test_every_act_can_be_undone(owner: User, trainer: User, people: list[Client], kind: str) -> None:
    before = list(Client.objects.order_by("pk").values_list("trainer", "status", "archived_at"))
    act = done(start_act(by=owner, act=kind, options={"trainer": str(trainer.pk)}, client_ids=ids(people)))
    assert act.changed == 5
    assert list(Client.objects.order_by("pk").values_list("trainer", "status", "archived_at")) != before
    assert undone(act, owner).restored == 5
    assert list(Client.objects.order_by("pk").values_list("trainer", "status", "archived_at")) == before


def test_restoring_is_undone_by_archiving(owner: User, people: list[Client]) -> None:
    archive_client(client_id=people[0].pk, by=owner)
    act = done(start_act(by=owner, act="restore", query={"view": "archived"}))
    assert (act.total, act.changed) == (1, 1)
    assert undone(act, owner).restored == 1
    assert Client.objects.filter(archived_at=None).count() == 4


def test_nobody_trains_whoever_had_two_and_undo_brings_both_back(
    owner: User, trainer: User, people: list[Client]
) -> None:
    second = UserFactory(role="trainer")
    update_client(client_id=people[0].pk, by=owner, trainer=trainer, assistants=[second])
    update_client(client_id=people[1].pk, by=owner, trainer=second)

    def trained_by() -> list[tuple[UUID | None, list[UUID]]]:
        return list(Client.objects.order_by("pk").values_list("trainer", "assistants"))

    before = trained_by()
    for wanted in ("none", str(second.pk)):
        act = done(start_act(by=owner, act="trainer", options={"trainer": wanted}, client_ids=ids(people[:1])))
        assert (act.changed, act.refused) == (1, 0)
        assert trained_by()[0] == (None if wanted == "none" else second.pk, [])
        assert undone(act, owner).restored == 1
        assert trained_by() == before


def test_who_is_refused_is_said(owner: User, trainer: User, people: list[Client]) -> None:
    session = SessionFactory(trainer=trainer, clients=[people[1]])
    start_session(session_id=session.pk, by=trainer)
    act = done(start_act(by=owner, act="archive", client_ids=ids(people)))
    assert (act.changed, act.refused) == (4, 1)
    assert list(Client.objects.filter(archived_at=None)) == [people[1]]
    row = act.rows.exclude(refusal="").get()
    assert (row.client_id, row.refusal) == (people[1].pk, "A session with this client is running. Complete it first.")


def test_all_that_match_are_those_of_the_moment(owner: User, people: list[Client]) -> None:
    update_client(client_id=people[4].pk, by=owner, goal="Marathon")
    act = start_act(by=owner, act="status", options={"status": "inactive"}, query={"view": "active", "search": ""})
    late = ClientFactory()
    assert act.total == 5
    assert done(act).changed == 5, "though each leaves the filter once it is done"
    late.refresh_from_db()
    assert late.status == "active"


def test_the_same_key_is_one_act(owner: User, people: list[Client]) -> None:
    key = uuid7()
    wanted: dict[str, Any] = {"by": owner, "act": "archive", "client_ids": ids(people), "act_id": key}
    assert start_act(**wanted) == start_act(**wanted)
    assert BulkAct.objects.count() == 1


def test_run_twice_does_nothing_twice(owner: User, people: list[Client]) -> None:
    act = done(start_act(by=owner, act="archive", client_ids=ids(people)))
    assert done(act).changed == 5
    assert BulkRow.objects.count() == 5
    assert list(Client.objects.values_list("version", flat=True)) == [2] * 5


def test_a_part_that_fails_leaves_whole_parts(
    owner: User, people: list[Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 2)
    act = start_act(by=owner, act="status", options={"status": "inactive"}, client_ids=ids(people))
    real, calls = BulkRow.objects.bulk_create, []

    def breaks(rows: list[BulkRow]) -> Any:
        calls.append(len(rows))
        if len(calls) == 2:
            raise RuntimeError
        return real(rows)

    monkeypatch.setattr(BulkRow.objects, "bulk_create", breaks)
    with pytest.raises(RuntimeError):
        run_act(act_id=act.pk)
    assert (Client.objects.filter(status="inactive").count(), BulkRow.objects.count()) == (2, 2)
    done(act)
    assert (act.changed, act.unchanged, BulkRow.objects.count()) == (5, 0, 5)


def test_what_cannot_be_asked(owner: User, front_desk: User, people: list[Client]) -> None:
    for wrong in (
        {"act": "fly", "client_ids": ids(people)},
        {"act": "archive"},
        {"act": "archive", "client_ids": ids(people), "query": {}},
        {"act": "archive", "client_ids": [uuid7()]},
        {"act": "archive", "query": {"seen_within": "x"}},
        {"act": "status", "options": {"status": "great"}, "client_ids": ids(people)},
        {"act": "trainer", "options": {"trainer": str(front_desk.pk)}, "client_ids": ids(people)},
    ):
        with pytest.raises(InvalidInput):
            start_act(by=owner, **wrong)
    with pytest.raises(NotAllowed):
        start_act(by=front_desk, act="archive", client_ids=ids(people))
    assert not BulkAct.objects.exists()


def test_who_lost_the_right_is_stopped(owner: User, people: list[Client]) -> None:
    boss = UserFactory(role="manager")
    act = start_act(by=boss, act="archive", client_ids=ids(people))
    boss.deactivate()
    boss.save()
    assert (done(act).state, act.changed) == ("failed", 0)


def test_a_trainer_acts_on_their_own_only(trainer: User, people: list[Client]) -> None:
    other = UserFactory(role="trainer")
    Client.objects.filter(pk=people[0].pk).update(trainer=other)
    act = done(start_act(by=trainer, act="archive", client_ids=ids(people)))
    assert (act.total, act.changed) == (4, 4)
    assert Client.objects.get(archived_at=None) == people[0]


def test_the_pages(owner: User, people: list[Client], client_for: ClientFor, celery_inline: list[str]) -> None:
    browser = client_for(owner)
    form = {"act": "archive", "client": [str(pk) for pk in ids(people[:2])], "query": "view=active"}
    page = browser.post("/clients/bulk/", form)
    assert "Archive 2 clients?" in page.text
    assert not BulkAct.objects.exists()
    dialog = browser.post("/clients/bulk/", form, headers={"HX-Request": "true"}).text
    assert "<dialog" in dialog
    assert "<html" not in dialog
    answer = browser.post("/clients/bulk/", {**form, "confirmed": "yes", "key": str(uuid7())})
    act = BulkAct.objects.get()
    assert answer["Location"] == reverse("client_bulk_act", args=[act.pk])
    run_act(act_id=act.pk)
    page = browser.get(answer["Location"])
    assert "2 clients are archived." in page.text
    browser.post(reverse("client_bulk_undo", args=[act.pk]), {"confirmed": "yes"})
    undo_act(act_id=act.pk)
    assert "2 clients are as before." in browser.get(answer["Location"]).text
    assert browser.get(reverse("client_bulk_progress", args=[act.pk]))["HX-Refresh"] == "true"


def test_a_choice_that_is_missing_is_asked_for(owner: User, people: list[Client], client_for: ClientFor) -> None:
    form = {"act": "status", "all": "1", "query": "view=active", "confirmed": "yes", "choice": ""}
    answer = client_for(owner).post("/clients/bulk/", form)
    assert answer.status_code == 422
    assert "Choose a status." in answer.text
    assert "Set the status of 5 clients?" in answer.text


def test_the_api(owner: User, people: list[Client], api_for: ApiFor) -> None:
    machine = api_for(owner)
    body = {"act": "status", "options": {"status": "inactive"}, "query": {"status": "active"}, "id": str(uuid7())}
    first = machine.post("/api/v1/clients/bulk/", body, format="json")
    assert (first.status_code, first.json()["total"], first.json()["is_busy"]) == (202, 5, True)
    assert machine.post("/api/v1/clients/bulk/", body, format="json").json()["id"] == first.json()["id"]
    run_act(act_id=body["id"])  # type: ignore[arg-type] # the id of above
    url = f"/api/v1/clients/bulk/{body['id']}/"
    assert machine.get(url).json()["changed"] == 5
    assert machine.delete(url).status_code == 202
    undo_act(act_id=body["id"])  # type: ignore[arg-type] # the id of above
    assert (machine.get(url).json()["state"], machine.get(url).json()["restored"]) == ("undone", 5)
    assert statuses() == ["active"] * 5


def test_others_do_not_see_an_act(owner: User, trainer: User, people: list[Client], client_for: ClientFor) -> None:
    act = start_act(by=owner, act="archive", client_ids=ids(people))
    assert client_for(trainer).get(reverse("client_bulk_act", args=[act.pk])).status_code == 404


def test_an_act_of_an_earlier_moment_judges_by_it(owner: User, people: list[Client]) -> None:
    Client.objects.update(last_session_at=timezone.now() - timedelta(days=10))
    act = start_act(by=owner, act="status", options={"status": "inactive"}, query={"seen_within": "11"})
    BulkAct.objects.filter(pk=act.pk).update(created_at=timezone.now() + timedelta(days=5))
    assert done(act).changed == 0
