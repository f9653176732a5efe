"""One business in one file, as it stood at one moment."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from django.utils import timezone
from psycopg import sql

from apps.common.errors import Conflict, NotFound
from apps.common.storage import files
from tenants.registry.context import enter_business
from tenants.registry.models import AuditEntry, Tenant
from tenants.registry.services.archives.catalog import business_session, migrations_of, sequences_of, tables_of
from tenants.registry.services.archives.container import CHUNK, MANIFEST, written
from tenants.registry.services.archives.manifest import FACTS, LEFT_OUT, Content, Manifest, TableContent
from tenants.registry.services.archives.rows import CSV, names_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID

    from apps.accounts.models import User
    from tenants.registry.services.archives.catalog import Session, Table
    from tenants.registry.services.archives.container import ArchiveWriter

    type Progress = Callable[[str, int, int], None]

EXPORTABLE = {Tenant.State.READY, Tenant.State.SUSPENDED}


def silent(what: str, done: int, total: int) -> None:
    """Tell nobody how far it is."""


def export_business(  # noqa: PLR0913 - which business, where to, who asks, how, and whom to tell
    *,
    tenant_id: UUID,
    path: Path,
    by: User | None = None,
    reason: str = "",
    open_forms: bool = False,
    progress: Progress = silent,
) -> Manifest:
    """Write everything that a business is into one archive; with `open_forms` each table as CSV beside.

    All rows are of one moment, read under the business's own role while it goes on serving. Raises NotFound, Conflict when
    it is not running, and NoRoom; whatever happens, nothing that is not whole gets the name `path`.
    """
    tenant = find_running(tenant_id)
    with (
        business_session(tenant.schema_name, database=tenant.database, snapshot=True) as session,
        written(path) as archive,
    ):
        manifest = _write(tenant, session, archive, open_forms=open_forms, progress=progress)
    AuditEntry.objects.create(tenant=tenant, actor=by, act="export", reason=reason)
    return manifest


def find_running(tenant_id: UUID) -> Tenant:
    """Return a business whose schema stands whole. Raises NotFound, Conflict."""
    tenant: Tenant | None = Tenant.objects.filter(pk=tenant_id).first()
    if tenant is None:
        raise NotFound("There is no such business.")
    if tenant.state not in EXPORTABLE:
        raise Conflict(f"{tenant.subdomain} is {tenant.state}: only a running or suspended business can be copied.")
    return tenant


def _write(
    tenant: Tenant, session: Session, archive: ArchiveWriter, *, open_forms: bool, progress: Progress
) -> Manifest:
    tables = tables_of(session, tenant.schema_name)
    session.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(names_of(tables)))
    kept = [table for table in tables if table.name not in LEFT_OUT]
    contents = []
    for number, table in enumerate(kept):
        progress(table.name, number, len(kept))
        contents.append(_write_table(session, table, archive))
    csv = [_write_open(session, table, archive) for table in kept if open_forms]
    manifest = Manifest(
        created_at=timezone.now().isoformat(),
        schema_version=tenant.schema_version,
        migrations=sorted(migrations_of(session)),
        business={name: getattr(tenant, name) for name in FACTS},
        tables=contents,
        sequences=sequences_of(session, tenant.schema_name),
        due_work=archive.add("due_work.json", [_due_work(session, tenant.schema_name)]),
        files=[archive.add(f"files/{name}", chunks) for name, chunks in _files(tenant)],
        open_forms=csv,
    )
    archive.add(MANIFEST, [manifest.dump()])
    return manifest


def _write_table(session: Session, table: Table, archive: ArchiveWriter) -> TableContent:
    copied = rows_of(session, table)
    with copied.chunks() as chunks:
        content = archive.add(f"data/{table.name}.copy", chunks)
    return TableContent(table.name, list(table.columns), copied.rows, content)


def _write_open(session: Session, table: Table, archive: ArchiveWriter) -> Content:
    with rows_of(session, table, CSV).chunks() as chunks:
        return archive.add(f"open/{table.name}.csv", chunks)


def _due_work(session: Session, schema_name: str) -> bytes:
    query = "SELECT kind, key, due_at FROM public.due_work WHERE schema_name = %s ORDER BY kind, key"
    rows = session.execute(query, [schema_name]).fetchall()
    return json.dumps([[kind, key, due_at.isoformat()] for kind, key, due_at in rows]).encode()


def _files(tenant: Tenant) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Give the business's files. One that was removed since the rows were read is left out: nothing there names it for long."""
    storage = files()
    with enter_business(tenant.as_ref()):
        names = sorted(kept.name for kept in storage.everything())
    for name in names:
        with suppress(FileNotFoundError):
            with enter_business(tenant.as_ref()):
                file = storage.open(name)
            with file:
                yield name, file.chunks(CHUNK)
