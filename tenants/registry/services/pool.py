"""A few schemas made ahead, so that a new business does not wait for its tables.

Each server that accepts new businesses keeps some ready. Sign-up takes one by deleting its row; the schema keeps its name.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from tenants.registry.models import PooledSchema, SchemaScript, Tenant
from tenants.registry.models.tenant import opaque_schema_name
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.schemas import build_gently, drop_schema_in
from tenants.registry.services.scripts import fingerprint, pieces_of

if TYPE_CHECKING:
    from psycopg import Connection

FILL_POOL = "tenants.registry.tasks.fill_pool"
LOCK = 7_201_151_003
AT_MOST = 10  # schemas a run: the worker has other work
PAUSE = 0.5  # seconds between two, in which other tenants have the processor to themselves
RESTS = 100  # a pause holds so many of the rests within one

_TAKE = """DELETE FROM tenants_pooled_schema WHERE schema_name = (
               SELECT schema_name FROM tenants_pooled_schema
               WHERE database = %s AND state = 'ready' AND schema_version = %s
               ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
           RETURNING schema_name"""


def take_schema(*, database: str) -> tuple[str, str] | None:
    """Take the oldest ready schema of the current migrations: its name and version; None when there is none.

    To be called in the transaction that gives the schema to a business, so that it belongs to one or the other.
    """
    version = fingerprint()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [database, version])
        row = cursor.fetchone()
    return (row[0], version) if row else None


def fill_pool(*, database: str, pause: float = PAUSE) -> int:
    """Build what one server's pool lacks, one schema at a time and slowly, and drop what it cannot use; return how many were built.

    Of two fillers the second leaves at once. The lock ends with the session that builds, so whoever holds it knows
    that a row still `building` was left by a builder that died. Only the release that was deployed last fills.
    """
    script = SchemaScript.objects.order_by("-created_at").first()
    if script is None or script.pk != fingerprint():
        return 0
    if not _useless(database, script).exists() and not _missing(database):
        return 0
    with admin_session(database) as session:
        if not session.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()[0]:  # type: ignore[index] # one row
            return 0
        _drop_useless(session, database, script)
        built = 0
        while built < AT_MOST and _missing(database):
            if built:
                time.sleep(pause)
            _build_one(session, database, script, pause / RESTS)
            built += 1
    return built


def _missing(database: str) -> bool:
    return PooledSchema.objects.filter(database=database).count() < settings.POOL_SIZE


def _useless(database: str, script: SchemaScript) -> Any:
    """Find rows of older migrations and of builders that died. A name that a business has is never dropped from here."""
    rows = PooledSchema.objects.filter(~Q(schema_version=script.pk) | Q(state=PooledSchema.State.BUILDING))
    return rows.filter(database=database).exclude(schema_name__in=Tenant.objects.values("schema_name"))


def _drop_useless(session: Connection[Any], database: str, script: SchemaScript) -> None:
    with transaction.atomic():  # once they are `building` nobody takes them
        names = [row.pk for row in _useless(database, script).select_for_update(skip_locked=True)]
        PooledSchema.objects.filter(pk__in=names).update(state=PooledSchema.State.BUILDING)
    for name in names:
        drop_schema_in(session, name)
        PooledSchema.objects.filter(pk=name).delete()


def _build_one(session: Connection[Any], database: str, script: SchemaScript, rest: float) -> None:
    row = PooledSchema.objects.create(
        schema_name=opaque_schema_name(), database=database, schema_version=script.pk
    )  # first, so that whatever a killed builder leaves is known
    build_gently(session, row.pk, pieces_of(script.sql), rest=rest, database=database)
    PooledSchema.objects.filter(pk=row.pk).update(state=PooledSchema.State.READY)
