"""A business from an archive: under another name, or on another server. An older archive migrates up."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from apps.common.errors import InvalidInput
from apps.common.storage import files
from tenants.registry import subdomains
from tenants.registry.context import enter_business
from tenants.registry.models import Operation, Tenant
from tenants.registry.postgres.admin import MAIN
from tenants.registry.routing import announce_change
from tenants.registry.services.archives.building import build_schema, check_migrations, is_current, migrate_up
from tenants.registry.services.archives.catalog import business_session
from tenants.registry.services.archives.dropping import remove_everything
from tenants.registry.services.archives.errors import BadArchive
from tenants.registry.services.archives.exporting import silent
from tenants.registry.services.archives.loading import load
from tenants.registry.services.archives.operations import begin, exclusive, open_operation
from tenants.registry.services.archives.reading import opened
from tenants.registry.services.provisioning import request_business

if TYPE_CHECKING:
    from pathlib import Path

    from apps.accounts.models import User
    from tenants.registry.services.archives.exporting import Progress
    from tenants.registry.services.archives.reading import Archive

logger = logging.getLogger(__name__)

KIND_LENGTH, KEY_LENGTH = 40, 80


def import_business(  # noqa: PLR0913 - which archive, as what, where to, who asks, and whom to tell
    *,
    path: Path,
    subdomain: str,
    name: str = "",
    database: str = MAIN,
    by: User | None = None,
    reason: str = "",
    progress: Progress = silent,
) -> Tenant:
    """Make a business from an archive, with the people, the data and the files in it.

    Everything about the file is checked before anything is made. A failure after that removes all that was made; an import
    that was killed is taken up, from its beginning, by the next one to the same subdomain. Raises BadArchive, InvalidInput
    when the subdomain cannot be had or the server is unknown, and Busy.
    """
    if database not in settings.DATABASE_SERVERS:
        raise InvalidInput({"database": f"There is no server {database!r}."})
    subdomain = subdomains.normalise(subdomain)
    with opened(path) as archive:
        check_migrations(frozenset(archive.manifest.migrations))
        due_work = _due_work(archive)
        tenant = _reserve(archive, subdomain, name, database, by, reason)
        with exclusive(tenant.pk, does="imports"):
            operation = _start_again(tenant, archive)
            try:
                _make(tenant, archive, due_work, progress)
            except Exception as error:
                logger.exception("Importing %s failed", subdomain)
                _give_up(tenant, operation, str(error))
                raise
            operation.finish(rows=archive.manifest.rows)
    announce_change()
    return tenant


def _reserve(  # noqa: PLR0913, PLR0917 - what an import is asked for
    archive: Archive, subdomain: str, name: str, database: str, by: User | None, reason: str
) -> Tenant:
    """Take the subdomain, or the business that a killed import left there."""
    facts = archive.manifest.business
    left: Tenant | None = Tenant.objects.filter(subdomain=subdomain, operations__kind=Operation.Kind.IMPORT).first()
    if left is not None and open_operation(left) is not None:
        return left
    with transaction.atomic():
        asked = {key: facts[key] for key in ("country", "currency", "time_zone")}
        tenant = request_business(name=name or facts["name"], subdomain=subdomain, **asked)
        tenant.brand_hue, tenant.brand_chroma, tenant.database = facts["brand_hue"], facts["brand_chroma"], database
        tenant.save()
        begin(tenant=tenant, kind=Operation.Kind.IMPORT, by=by, reason=reason, phase="building", seal=archive.seal)
    return tenant


def _start_again(tenant: Tenant, archive: Archive) -> Operation:
    tenant.refresh_from_db()
    operation = Operation.objects.get(tenant=tenant, kind=Operation.Kind.IMPORT, finished_at=None)
    remove_everything(tenant)
    tenant.begin_building()
    tenant.save()
    operation.reach("building", seal=archive.seal, schema_name=tenant.schema_name)
    return operation


def _make(tenant: Tenant, archive: Archive, due_work: list[tuple[str, str, datetime]], progress: Progress) -> None:
    business, migrations = tenant.as_ref(), frozenset(archive.manifest.migrations)
    tenant.schema_version = build_schema(business, migrations)
    with business_session(tenant.schema_name, database=tenant.database) as session:
        load(session, archive, tenant.schema_name, progress)
        rows = [(tenant.schema_name, *row) for row in due_work]
        statement = "INSERT INTO public.due_work (schema_name, kind, key, due_at) VALUES (%s, %s, %s, %s)"
        session.cursor().executemany(statement, rows)
    if not is_current(migrations):
        tenant.schema_version = migrate_up(business)
    _write_files(tenant, archive)
    tenant.become_ready()
    tenant.save()


def _write_files(tenant: Tenant, archive: Archive) -> None:
    """Keep the files as the business's own; their names were checked when the archive was opened."""
    with enter_business(tenant.as_ref()):
        for content in archive.manifest.files:
            name = content.member.removeprefix("files/")
            with archive.member(content) as member:
                kept = files().save(name, File(member, name))
            if kept != name:
                raise BadArchive(f"{content.member!r} is there already.")


def _give_up(tenant: Tenant, operation: Operation, reason: str) -> None:
    remove_everything(tenant)
    tenant.begin_dropping(reason)
    tenant.become_dropped()
    tenant.save()
    operation.finish("failed", reason=reason)


def _due_work(archive: Archive) -> list[tuple[str, str, datetime]]:
    """Read what the business has yet to do. Raises BadArchive for anything that is none of a business's tasks."""
    try:
        raw = json.loads(b"".join(archive.chunks(archive.manifest.due_work)))
        rows = [(str(kind), str(key), datetime.fromisoformat(due_at)) for kind, key, due_at in raw]
    except (ValueError, TypeError, RecursionError) as error:
        raise BadArchive(f"'due_work.json' is not a list of work: {error}.") from error
    if problem := next((row for row in rows if not _is_ours(*row)), None):
        raise BadArchive(f"'due_work.json' asks for {problem[0]!r}, which is no work of a business.")
    return rows


def _is_ours(kind: str, key: str, due_at: datetime) -> bool:
    fits = len(kind) <= KIND_LENGTH and len(key) <= KEY_LENGTH and due_at.tzinfo is not None
    return fits and kind.startswith("apps.")
