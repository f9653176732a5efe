"""The script that makes one empty business: recorded while the migrations run once, replayed for everybody after."""

from __future__ import annotations

import functools
import hashlib
import inspect
import sys
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from apps.common.business import BusinessRef
from tenants.registry.context import enter_business
from tenants.registry.models import SchemaScript
from tenants.registry.postgres.admin import as_administrator
from tenants.registry.services.schemas import create_schema, drop_schema

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATE_SCHEMA = "t_template"
END_OF_MIGRATION = "\n;\n-- \x1e\n"  # no statement of a migration holds this line
_NOT_RECORDED = ("SELECT", "SHOW", "WITH", "SAVEPOINT", "RELEASE", "SET SEARCH_PATH")


@functools.cache
def fingerprint() -> str:
    """Return a digest of this process's migrations: names, order and the code of each file."""
    digest = hashlib.sha256(",".join(settings.TENANT_APPS).encode())
    for key, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        digest.update(repr(key).encode() + inspect.getsource(sys.modules[type(migration).__module__]).encode())
    return digest.hexdigest()


def current_script() -> SchemaScript:
    """Return the script of the current migrations, recording it first when there is none.

    Recording makes and drops a template schema; it needs the administrator's rights and takes seconds, once a deploy.
    """
    key = fingerprint()
    script = SchemaScript.objects.filter(pk=key).first()
    return script or SchemaScript.objects.create(fingerprint=key, sql=record_script())


def record_script() -> str:
    """Run every tenant migration into a fresh template schema and return what was executed, as one SQL text."""
    drop_schema(TEMPLATE_SCHEMA)
    create_schema(TEMPLATE_SCHEMA)
    recorder = Recorder()
    try:
        # Only the administrator may send what migrations send.
        with as_administrator(), enter_business(template_ref()), connection.execute_wrapper(recorder):
            call_command(MigrateCommand(), verbosity=0, interactive=False)
    finally:
        drop_schema(TEMPLATE_SCHEMA)
    return recorder.sql


def pieces_of(script: str) -> list[str]:
    """Return a recorded script a migration at a time: each was one transaction when it was recorded."""
    return script.split(END_OF_MIGRATION)


def template_ref() -> BusinessRef:
    """Return the template schema as a business that nobody can reach."""
    return BusinessRef(id="", schema_name=TEMPLATE_SCHEMA, subdomain="", name="", state="building")


class Recorder:
    """Keeps every statement that changes something, with its values written in. Hears them as Django's `execute_wrapper`."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    @property
    def sql(self) -> str:
        # A statement may end in a comment: the semicolon stands on a line of its own.
        return "".join(statement + _end_of(statement) for statement in self.statements if statement)

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,  # noqa: FBT001 - Django's signature
        context: dict[str, Any],
    ) -> Any:
        if self.is_kept(sql):
            # Before executing: mogrify clears the cursor's result.
            self.statements.extend(_written_out(sql, values, context) for values in (params if many else [params]))
        return execute(sql, params, many, context)

    def is_kept(self, sql: str) -> bool:
        return not sql.lstrip().upper().startswith(_NOT_RECORDED)


def _end_of(statement: str) -> str:
    return END_OF_MIGRATION if statement.startswith('INSERT INTO "django_migrations"') else "\n;\n"


def _written_out(sql: str, params: Any, context: dict[str, Any]) -> str:
    """Return a statement as Postgres gets it, with its values written in and no semicolon at the end."""
    cursor = context["cursor"].cursor
    text = cursor.mogrify(sql, params) if params else sql.replace("%%", "%") if params is not None else sql
    return str(text).strip().rstrip(";")
