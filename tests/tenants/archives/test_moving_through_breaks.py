"""A server goes away, or is full, while a business moves: nothing is lost, and moving again finishes."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import DatabaseError, connection

from apps.clients.services.clients import add_client
from tenants.registry.models import Operation, Tenant
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.archives import moving
from tenants.registry.services.archives.building import build_schema
from tenants.registry.services.archives.errors import Busy, LockLost, NoRoom
from tenants.registry.services.archives.moving import abort_move, move_business
from tests.tenants.archives.test_moving import contents, just_before, names, stands_on, write
from tests.tenants.migrations.test_breaking import end_all_sessions, restart

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness.second_server import SecondServer

STEPS = ("build_schema", "copy_all", "_stop_writers", "catch_up", "_switch", "_move_due_work", "_remove_source")


def once(act: Callable[[], object]) -> Callable[[], None]:
    acts = [act]

    def do() -> None:
        if acts:
            acts.pop()()

    return do


def at_rest(tenant: Tenant) -> Tenant:
    connection.close()
    found: Tenant = Tenant.objects.get(pk=tenant.pk)
    return found


def add(tenant: Tenant, name: str) -> None:
    write(tenant, lambda owner: add_client(by=owner, first_name=name))


pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("east")]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("direction", ["east is the target", "east is the source", "main's sessions end"])
def test_postgres_restarts_at_any_step(
    iron: Tenant, east: SecondServer, monkeypatch: pytest.MonkeyPatch, step: str, direction: str
) -> None:
    if direction == "east is the source":
        move_business(tenant_id=iron.pk, to="east")
    to = "main" if direction == "east is the source" else "east"

    def break_it() -> None:
        with suppress(DatabaseError, psycopg.Error):  # the writer may be locked out already
            add(Tenant.objects.get(pk=iron.pk), "Dora") if step in {"build_schema", "copy_all"} else None
        end_all_sessions() if direction == "main's sessions end" else restart(east)

    expected = contents(at_rest(iron))
    just_before(monkeypatch, step, once(break_it))
    with suppress(DatabaseError, psycopg.Error, Busy):
        move_business(tenant_id=iron.pk, to=to)
    now = at_rest(iron)
    assert contents(now).keys() == expected.keys(), "readers go on where the row points"
    if now.database != to or Operation.objects.filter(finished_at=None).exists():
        move_business(tenant_id=iron.pk, to=to)
    assert at_rest(iron).database == to
    assert stands_on(iron.schema_name) == [to]
    add(at_rest(iron), "Emil")
    kept = {"Ada", "Béla", "Çelik", "Emil"} | ({"Dora"} if step in {"build_schema", "copy_all"} else set())
    assert set(names(iron)) == kept
    assert len(names(iron)) == len(kept)


def end_the_lock() -> None:
    with admin_session() as session:
        session.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name LIKE 'moves %' AND datname = current_database()"
        )


def test_whoever_lost_his_lock_touches_nothing_of_the_next(iron: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first one hears nothing of it, while the next takes up his move and is about to switch."""
    switch = moving._switch
    about_to_switch, go_on = threading.Event(), threading.Event()

    def take_over() -> None:
        try:
            move_business(tenant_id=iron.pk)
        finally:
            connection.close()

    following = threading.Thread(target=take_over)

    def build_and_lose(*args: Any) -> Any:
        monkeypatch.setattr(moving, "build_schema", build_schema)
        built = build_schema(*args)
        end_the_lock()
        following.start()
        assert about_to_switch.wait(20)
        return built

    def wait_and_switch(move: moving.Move) -> None:
        about_to_switch.set()
        go_on.wait(20)
        switch(move)

    monkeypatch.setattr(moving, "build_schema", build_and_lose)
    monkeypatch.setattr(moving, "_switch", wait_and_switch)
    with pytest.raises(LockLost):
        move_business(tenant_id=iron.pk, to="east")
    go_on.set()
    following.join(20)
    assert (at_rest(iron).database, stands_on(iron.schema_name)) == ("east", ["east"])
    assert names(iron) == ["Ada", "Béla", "Çelik"]


def test_a_full_disk_at_the_target_leaves_everything_as_it_was(
    iron: Tenant, east: SecondServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Postgres of the target says what it says then (SQLSTATE 53100): no real disk is filled."""
    before = contents(iron)

    def no_room(_source: Any, target: Any, *_rest: Any) -> Any:
        target.execute("RESET ROLE")
        target.execute("DO $$ BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$")

    with monkeypatch.context() as patch:
        patch.setattr(moving, "copy_all", no_room)
        with pytest.raises(NoRoom, match="on main as before"):
            move_business(tenant_id=iron.pk, to="east")
    assert (contents(iron), stands_on(iron.schema_name)) == (before, ["main"])
    assert Operation.objects.get().phase == "aborted"
    add(iron, "Dora")
    move_business(tenant_id=iron.pk, to="east")
    assert names(iron) == ["Ada", "Béla", "Dora", "Çelik"]


def test_while_the_target_is_away_the_business_serves_and_the_move_can_be_taken_back_later(
    iron: Tenant, east: SecondServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = east.supervisor.processes["postgres"]

    def stop() -> None:
        process.ask_to_stop()
        process.wait(10)

    just_before(monkeypatch, "_stop_writers", once(stop))
    try:
        with pytest.raises(psycopg.OperationalError):
            move_business(tenant_id=iron.pk, to="east")
        add(at_rest(iron), "Dora")
        with pytest.raises(psycopg.OperationalError):
            abort_move(tenant_id=iron.pk)
    finally:
        east.start()
    add(at_rest(iron), "Emil")
    abort_move(tenant_id=iron.pk)
    assert names(iron) == ["Ada", "Béla", "Dora", "Emil", "Çelik"]
    with admin_session("east") as session:
        assert session.execute("SELECT FROM pg_namespace WHERE nspname = %s", [iron.schema_name]).fetchone() is None
