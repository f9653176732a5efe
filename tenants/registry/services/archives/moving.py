"""A running business goes to another Postgres server: copied while it serves, read only for a moment, then it is there.

Phases of the journal, and what a kill in each leaves:

copying   The source serves. What is on the target is thrown away by the next run.
fencing   The target is level. The source may have lost its right to write (then nobody writes anywhere, and the next run
          goes on to the switch) or not (then the next run copies again).
switched  The business's row names the target: it serves. The next run removes the source.

Whoever waited for a lock on the source gets an error after the fence, never a write that nobody will see.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from django.conf import settings
from django.db import transaction
from psycopg import sql

from apps.common.errors import Conflict, InvalidInput
from tenants.registry.models import AuditEntry, Operation
from tenants.registry.postgres.admin import admin_session
from tenants.registry.routing import announce_change
from tenants.registry.services.archives.building import build_schema
from tenants.registry.services.archives.catalog import business_session, migrations_of, tables_of
from tenants.registry.services.archives.copying import catch_up, copy_all
from tenants.registry.services.archives.errors import Busy, LockLost, NoRoom
from tenants.registry.services.archives.exporting import find_running, silent
from tenants.registry.services.archives.operations import begin, exclusive, open_operation
from tenants.registry.services.archives.rows import names_of
from tenants.registry.services.schemas import drop_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tenants.registry.models import Tenant
    from tenants.registry.services.archives.catalog import Session
    from tenants.registry.services.archives.copying import FirstCopy
    from tenants.registry.services.archives.exporting import Progress

LOCK_TRIES, FIRST_WAIT, LONGEST_WAIT = 25, 0.1, 2.0
WRITING = sql.SQL("INSERT, UPDATE, DELETE, TRUNCATE")


@dataclass(frozen=True, slots=True)
class Move:
    """One business between two servers."""

    tenant: Tenant
    operation: Operation
    source: str
    target: str
    check: Callable[[], None]  # raises LockLost when somebody else may be at it

    @property
    def schema_name(self) -> str:
        return self.tenant.schema_name

    def at(self, database: str) -> BusinessRef:
        """Return the business as it would be on a server."""
        self.tenant.database = database
        return self.tenant.as_ref()


def move_business(
    *, tenant_id: UUID, to: str = "", by: User | None = None, reason: str = "", progress: Progress = silent
) -> dict[str, Any]:
    """Move a business to another server, or finish a move of it that was killed; return the journal's facts.

    Raises InvalidInput for an unknown server, NotFound, Conflict when it is not running or is there already, Busy when
    another act is under way or its writers never pause, NoRoom and NotTheSame: after these the source serves as before. When
    a server went away in the middle, moving again finishes, or `abort_move` takes it back, once the server is there.
    """
    tenant = find_running(tenant_id)
    with exclusive(tenant.pk, does="moves") as check:
        move = _begin(tenant, to, by, reason, check)
        if move.operation.phase == "fencing" and not _is_fenced(move):
            move.operation.reach("copying")
        if move.operation.phase == "copying":
            _bring_over(move, progress)
        if move.operation.phase == "fencing":
            _switch(move)
        _remove_source(move)
    return {"tenant": str(tenant.pk), "subdomain": tenant.subdomain, **move.operation.facts}


def abort_move(*, tenant_id: UUID, by: User | None = None, reason: str = "") -> dict[str, Any]:
    """Take back a move that was killed before its switch: the source writes again and the copy goes.

    Raises NotFound, and Conflict when there is no such move or it has happened.
    """
    tenant = find_running(tenant_id)
    with exclusive(tenant.pk, does="moves") as check:
        move = _begun(tenant, check)
        if move is None:
            raise Conflict("No move of this business was begun.")
        if move.operation.phase == "switched":
            raise Conflict(f"{tenant.subdomain} is on {move.target} already: move it again to finish.")
        _take_back(move)
        AuditEntry.objects.create(tenant=tenant, actor=by, act="move aborted", reason=reason)
    return {"tenant": str(tenant.pk), "subdomain": tenant.subdomain, **move.operation.facts}


def _begun(tenant: Tenant, check: Callable[[], None]) -> Move | None:
    operation = open_operation(tenant)
    if operation is None:
        return None
    if operation.kind != Operation.Kind.MOVE:
        raise Conflict(f"A {operation.kind} of {tenant.subdomain} was begun: finish it first.")
    return Move(tenant, operation, operation.facts["source"], operation.facts["target"], check)


def _begin(tenant: Tenant, to: str, by: User | None, reason: str, check: Callable[[], None]) -> Move:
    if begun := _begun(tenant, check):
        if to not in {"", begun.target}:
            raise Conflict(f"A move to {begun.target} was begun: finish or abort it first.")
        return begun
    if to not in settings.DATABASE_SERVERS:
        raise InvalidInput({"database": f"There is no server {to!r}."})
    if to == tenant.database:
        raise Conflict(f"{tenant.subdomain} is on {to}.")
    facts = {"source": tenant.database, "target": to}
    operation = begin(tenant=tenant, kind=Operation.Kind.MOVE, by=by, reason=reason, phase="copying", **facts)
    return Move(tenant, operation, tenant.database, to, check)


def _bring_over(move: Move, progress: Progress) -> None:
    try:
        _forget_target(move)
        with business_session(move.schema_name, database=move.source) as session:
            migrations = migrations_of(session)
        build_schema(move.at(move.target), migrations)
        with (
            business_session(move.schema_name, database=move.source, snapshot=True) as source,
            business_session(move.schema_name, database=move.target) as target,
        ):
            copy = copy_all(source, target, move.schema_name, progress)
        move.check()
        _level_and_fence(move, copy)
    except LockLost:
        raise
    except Exception as error:
        _take_back(move)
        if isinstance(error, psycopg.errors.DiskFull):
            raise NoRoom(f"The disk of a server is full. The business is on {move.source} as before.") from error
        raise


def _level_and_fence(move: Move, copy: FirstCopy) -> None:
    """Stop the writers, copy what they wrote since, and take their right to write away before they go on."""
    with (
        business_session(move.schema_name, database=move.source) as source,
        business_session(move.schema_name, database=move.target) as target,
    ):
        tables = names_of(copy.tables)
        _stop_writers(source, tables, move.schema_name)
        began = time.time()
        rows = catch_up(source, target, move.schema_name, copy)
        target.commit()
        source.execute(sql.SQL("REVOKE {} ON {} FROM {}").format(WRITING, tables, sql.Identifier(move.schema_name)))
        move.operation.reach("fencing", rows_written_meanwhile=rows, read_only_since=began)


def _stop_writers(source: Session, tables: sql.Composed, schema_name: str) -> None:
    """Lock all tables against writing, readers go on; give way and try again while somebody is writing."""
    wait = FIRST_WAIT
    for _ in range(LOCK_TRIES):
        try:
            with source.transaction():
                source.execute(sql.SQL("SET LOCAL lock_timeout TO {}").format(f"{wait * 1000:.0f}ms"))
                source.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(tables))
        except psycopg.errors.LockNotAvailable:
            time.sleep(wait)
            wait = min(wait * 1.5, LONGEST_WAIT)
        else:
            return
    raise Busy("Its writers never paused long enough: try again when less is going on.")


def _is_fenced(move: Move) -> bool:
    with business_session(move.schema_name, database=move.source) as session:
        tables = tables_of(session, move.schema_name)
        query = "SELECT has_table_privilege(quote_ident(%s), 'INSERT')"
        row = session.execute(query, [tables[0].name]).fetchone()
    return not (row and row[0])


def _switch(move: Move) -> None:
    """Make the target the one that counts: one row, one transaction."""
    move.check()
    _move_due_work(move.schema_name, source=move.source, target=move.target)
    with transaction.atomic():
        type(move.tenant).objects.filter(pk=move.tenant.pk).update(database=move.target)
        since = move.operation.facts["read_only_since"]
        move.operation.reach("switched", read_only_ms=round((time.time() - since) * 1000, 1))
    announce_change()


def _remove_source(move: Move) -> None:
    """Remove what stayed behind, after work that was asked for at the last moment has come along."""
    _move_due_work(move.schema_name, source=move.source, target=move.target)
    drop_schema(move.schema_name, database=move.source)
    move.operation.finish()


def _move_due_work(schema_name: str, *, source: str, target: str) -> None:
    """Move the rows of work that is due; a kill in between leaves them in both places, where sending twice does no harm."""
    add = """INSERT INTO public.due_work (schema_name, kind, key, due_at) VALUES (%s, %s, %s, %s)
             ON CONFLICT (schema_name, kind, key) DO NOTHING"""
    taken = "DELETE FROM public.due_work WHERE schema_name = %s RETURNING schema_name, kind, key, due_at"
    with (
        admin_session(source, autocommit=False) as here,
        admin_session(target, autocommit=False) as there,
    ):
        rows = here.execute(taken, [schema_name]).fetchall()
        there.cursor().executemany(add, rows)
        there.commit()


def _take_back(move: Move) -> None:
    """Let the source write again and forget the target: safe in every phase before the switch."""
    move.check()
    with business_session(move.schema_name, database=move.source) as session:
        tables = names_of(tables_of(session, move.schema_name))
        session.execute(sql.SQL("GRANT {} ON {} TO {}").format(WRITING, tables, sql.Identifier(move.schema_name)))
    _move_due_work(move.schema_name, source=move.target, target=move.source)
    _forget_target(move)
    move.operation.finish("aborted")


def _forget_target(move: Move) -> None:
    drop_schema(move.schema_name, database=move.target)
    with admin_session(move.target) as session:
        session.execute("DELETE FROM public.due_work WHERE schema_name = %s", [move.schema_name])
