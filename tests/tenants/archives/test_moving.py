"""A business goes to another server while it is written to; killed anywhere, it is in exactly one place."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from apps.accounts.models import User
from apps.clients.models import Client
from apps.clients.services.clients import add_client
from apps.common.due import schedule
from apps.common.errors import Conflict, InvalidInput
from tenants.registry.context import enter_business, enter_public
from tenants.registry.models import AuditEntry, DueWork, Operation, Tenant
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.archives import copying, moving
from tenants.registry.services.archives.catalog import business_session, tables_of
from tenants.registry.services.archives.errors import Busy, NotTheSame
from tenants.registry.services.archives.moving import abort_move, move_business
from tenants.registry.services.archives.rows import rows_of
from tests.harness.waiting import until
from tests.tenants.archives.conftest import DUE, OWNER

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("east")]


def stands_on(schema_name: str) -> list[str]:
    """Name the servers that know the schema or its role."""
    query = "SELECT FROM pg_namespace n FULL JOIN pg_roles r ON rolname = nspname WHERE %s IN (nspname, rolname)"
    found = []
    for name in ("main", "east"):
        with admin_session(name) as session:
            if session.execute(query, [schema_name]).fetchone() is not None:
                found.append(name)
    return found


def contents(tenant: Tenant) -> dict[str, str]:
    """Return the digest of each table where the business is."""
    database = Tenant.objects.get(pk=tenant.pk).database
    with business_session(tenant.schema_name, database=database) as session:
        return {table.name: rows_of(session, table).digest() for table in tables_of(session, tenant.schema_name)}


def names(tenant: Tenant) -> list[str]:
    with enter_business(Tenant.objects.get(pk=tenant.pk).as_ref()):
        return sorted(Client.objects.values_list("first_name", flat=True))


def write(tenant: Tenant, act: Callable[[User], object]) -> None:
    with enter_business(tenant.as_ref()):
        act(User.objects.get(email=OWNER))


def just_before(monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[], object]) -> None:
    """Do something just before a step of the move."""
    step = getattr(moving, name)

    def both(*args: Any, **named: Any) -> Any:
        act()
        return step(*args, **named)

    monkeypatch.setattr(moving, name, both)


def test_a_business_moves_with_everything(iron: Tenant) -> None:
    before = contents(iron)
    told = move_business(tenant_id=iron.pk, to="east")
    moved = Tenant.objects.get(pk=iron.pk)
    assert (moved.database, moved.state, moved.schema_name) == ("east", "ready", iron.schema_name)
    assert stands_on(iron.schema_name) == ["east"]
    assert contents(iron) == before
    assert (told["source"], told["target"], told["rows_written_meanwhile"]) == ("main", "east", 0)
    assert told["read_only_ms"] > 0
    assert Operation.objects.get(tenant=iron).phase == "done"
    assert list(AuditEntry.objects.filter(tenant=iron).values_list("act", flat=True)) == ["move"]
    assert not DueWork.objects.filter(schema_name=iron.schema_name).exists()
    with enter_public("east"):
        assert list(DueWork.objects.filter(key="7").values_list("schema_name", "due_at")) == [(iron.schema_name, DUE)]


def test_there_and_back(iron: Tenant) -> None:
    before = contents(iron)
    move_business(tenant_id=iron.pk, to="east")
    move_business(tenant_id=iron.pk, to="main")
    assert stands_on(iron.schema_name) == ["main"]
    assert contents(iron) == before
    write(iron, lambda owner: add_client(by=owner, first_name="Dora"))
    assert names(iron) == ["Ada", "Béla", "Dora", "Çelik"]


def test_what_is_written_during_the_copy_comes_along(iron: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    def change(owner: User) -> None:
        gone, swapped, kept = Client.objects.order_by("first_name")
        kept.email, swapped.email = "kept@iron.example", "swapped@iron.example"
        kept.save()
        swapped.save()
        gone.delete()
        add_client(by=owner, first_name="Dora")
        schedule(kind="apps.activity.tasks.deliver", key="8", due_at=DUE)

    just_before(monkeypatch, "_stop_writers", lambda: write(iron, change))
    told = move_business(tenant_id=iron.pk, to="east")
    assert names(iron) == ["Béla", "Dora", "Çelik"]
    assert told["rows_written_meanwhile"] >= 4
    with enter_public("east"):
        assert DueWork.objects.filter(schema_name=iron.schema_name, key="8").exists()


def test_only_deletions_come_along(iron: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    just_before(
        monkeypatch, "_stop_writers", lambda: write(iron, lambda _owner: Client.objects.get(first_name="Ada").delete())
    )
    move_business(tenant_id=iron.pk, to="east")
    assert names(iron) == ["Béla", "Çelik"]


def test_whoever_waited_at_the_lock_gets_an_error_and_nothing_is_lost(
    iron: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors: list[BaseException] = []

    def insert() -> None:
        try:
            write(iron, lambda owner: add_client(by=owner, first_name="Late"))
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test looks at it
            errors.append(error)
        finally:
            connection.close()

    writer = threading.Thread(target=insert)

    def start_and_wait() -> None:
        writer.start()
        until(somebody_waits, "the writer to wait at the lock")

    just_before(monkeypatch, "catch_up", start_and_wait)
    move_business(tenant_id=iron.pk, to="east")
    writer.join(20)
    assert [type(error) for error in errors] == [ProgrammingError]
    assert names(iron) == ["Ada", "Béla", "Çelik"]


def somebody_waits() -> bool:
    with admin_session() as session:
        return session.execute("SELECT FROM pg_locks WHERE NOT granted").fetchone() is not None


def test_readers_go_on_while_writers_wait(iron: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    just_before(monkeypatch, "catch_up", lambda: seen.append(names(iron)))
    just_before(monkeypatch, "_switch", lambda: seen.append(names(iron)))
    move_business(tenant_id=iron.pk, to="east")
    assert seen == [["Ada", "Béla", "Çelik"]] * 2


def test_a_writer_that_never_pauses_stops_the_move_and_is_not_stopped(
    iron: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "LOCK_TRIES", 3)
    with business_session(iron.schema_name) as session:
        session.execute("UPDATE clients_client SET version = version + 1")
        with pytest.raises(Busy, match="never paused"):
            move_business(tenant_id=iron.pk, to="east")
    assert stands_on(iron.schema_name) == ["main"]
    assert Operation.objects.get(tenant=iron).phase == "aborted"
    write(iron, lambda owner: add_client(by=owner, first_name="Dora"))
    move_business(tenant_id=iron.pk, to="east")
    assert names(iron) == ["Ada", "Béla", "Dora", "Çelik"]


@pytest.mark.parametrize(
    "sql", ["DELETE FROM clients_client WHERE first_name = 'Ada'", "UPDATE clients_client SET goal = 'x'"]
)
def test_a_copy_that_differs_is_not_switched_to(iron: Tenant, monkeypatch: pytest.MonkeyPatch, sql: str) -> None:
    def change() -> None:
        with business_session(iron.schema_name) as session:
            session.execute(sql.encode())

    just_before(monkeypatch, "_stop_writers", change)
    monkeypatch.setattr(copying, "_level", lambda *_arguments: None)
    with pytest.raises(NotTheSame):
        move_business(tenant_id=iron.pk, to="east")
    assert Tenant.objects.get(pk=iron.pk).database == "main"
    assert stands_on(iron.schema_name) == ["main"]
    write(iron, lambda owner: add_client(by=owner, first_name="Dora"))


def test_what_cannot_be_moved(iron: Tenant) -> None:
    with pytest.raises(InvalidInput):
        move_business(tenant_id=iron.pk, to="nowhere")
    with pytest.raises(Conflict, match="is on main"):
        move_business(tenant_id=iron.pk, to="main")
    with pytest.raises(Conflict, match="No move"):
        abort_move(tenant_id=iron.pk)
    assert not Operation.objects.exists()


# --- Killed ----------------------------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys, django
django.setup()
from tenants.registry.services.archives import copying, moving
from tenants.registry.models import Operation
tenant, step, when = sys.argv[1:]
owner = Operation if step in {"reach", "finish"} else moving
real = getattr(owner, step)
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def mortal(*args, **named):
    if when == "before" or (when == "switched" and Operation.objects.get(tenant=tenant).phase == when):
        die()
    answer = real(*args, **named)
    if when == "after" or when in args:
        die()
    return answer
setattr(owner, step, mortal)
moving.move_business(tenant_id=tenant, to="east")
"""
# Where it dies, and who can be written to then.
DEATHS = {
    "before the target is built": ("build_schema", "before", "main"),
    "after the target is built": ("build_schema", "after", "main"),
    "after the first copy": ("copy_all", "after", "main"),
    "with the writers stopped": ("_stop_writers", "after", "main"),
    "level, not fenced": ("catch_up", "after", "main"),
    "journal says fencing, source does not": ("reach", "fencing", "main"),
    "fenced": ("_level_and_fence", "after", "nobody"),
    "work moved": ("_move_due_work", "after", "nobody"),
    "switched": ("_switch", "after", "east"),
    "before the source goes": ("drop_schema", "switched", "east"),
    "before the last word": ("finish", "before", "east"),
}


def kill(manage: Callable[..., CompletedProcess[str]], tenant: Tenant, step: str, when: str) -> None:
    done = manage("-c", KILLED, str(tenant.pk), step, when)
    assert done.returncode == -9, done.stderr


@pytest.mark.parametrize("death", DEATHS)
def test_killed_anywhere_moving_again_finishes(
    iron: Tenant, manage: Callable[..., CompletedProcess[str]], death: str
) -> None:
    step, when, writable = DEATHS[death]
    before = contents(iron)
    kill(manage, iron, step, when)
    now = Tenant.objects.get(pk=iron.pk)
    assert now.database == ("east" if writable == "east" else "main")
    assert contents(iron) == before, "readers go on where the row points"
    if writable == "nobody":
        with pytest.raises(ProgrammingError):
            write(now, lambda owner: add_client(by=owner, first_name="Emil"))
    else:
        write(now, lambda owner: add_client(by=owner, first_name="Emil"))
    before = contents(iron)
    move_business(tenant_id=iron.pk)
    assert stands_on(iron.schema_name) == ["east"]
    assert contents(iron) == before
    with enter_public("east"):
        assert DueWork.objects.filter(schema_name=iron.schema_name, key="7").count() == 1
    write(Tenant.objects.get(pk=iron.pk), lambda owner: add_client(by=owner, first_name="Dora"))


@pytest.mark.parametrize(
    "death", ["after the first copy", "journal says fencing, source does not", "fenced", "work moved", "switched"]
)
def test_killed_anywhere_it_is_taken_back_unless_it_had_happened(
    iron: Tenant, manage: Callable[..., CompletedProcess[str]], death: str
) -> None:
    step, when, writable = DEATHS[death]
    kill(manage, iron, step, when)
    if writable == "east":
        with pytest.raises(Conflict, match="is on east already"):
            abort_move(tenant_id=iron.pk)
        return
    abort_move(tenant_id=iron.pk)
    assert stands_on(iron.schema_name) == ["main"]
    write(iron, lambda owner: add_client(by=owner, first_name="Dora"))
    assert names(iron) == ["Ada", "Béla", "Dora", "Çelik"]
    assert DueWork.objects.filter(schema_name=iron.schema_name, key="7").exists()
