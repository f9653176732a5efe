"""Any history of migrations: what our way makes of a schema is what Django's own `migrate` makes, to the last object."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from apps.common.business import BusinessRef
from tenants.registry.context import enter_business
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.migrations.drawing import draw
from tenants.registry.services.migrations.finding import Candidate
from tenants.registry.services.migrations.public import migrate_here
from tenants.registry.services.migrations.results import Outcome
from tenants.registry.services.migrations.standing import read_applied
from tenants.registry.services.migrations.walking import Walker
from tenants.registry.services.schemas import create_schema, drop_schema, replay
from tenants.registry.services.scripts import current_script
from tests.tenants.migrations.conftest import APP, History, told_modules
from tests.tenants.migrations.generated import Story, stories
from tests.tenants.test_schema_script import CATALOGS

if TYPE_CHECKING:
    from pathlib import Path

    from tenants.registry.models import SchemaScript
    from tests.tenants.migrations.conftest import Modules

OURS, STOCK = "t_ours", "t_stock"
A_TIME = re.compile(r"\d{4}-\d\d-\d\d [\d:.]+\+00")  # what `Now()` gave: the two are not migrated at once
_numbers = itertools.count()
COMPARED = {
    **CATALOGS,
    "comments": """
        SELECT c.relname, d.objsubid, d.description FROM pg_description d JOIN pg_class c ON c.oid = d.objoid
        WHERE relnamespace = {schema}::regnamespace""",
}


@pytest.fixture
def base(history: History) -> SchemaScript:
    """Return the script of all migrations that nobody made up."""
    return current_script()


@settings(
    max_examples=4,
    phases=[Phase.generate],  # each takes a second or more: the story is printed, not shrunk
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
)
@given(story=stories())
def test_ours_is_stocks(
    story: Story, base: SchemaScript, modules: Modules, tmp_path_factory: Any, monkeypatch: Any
) -> None:
    name = f"told_migrations_{next(_numbers)}"
    folder: Path = tmp_path_factory.mktemp("told")
    monkeypatch.syspath_prepend(folder)
    with told_modules({**modules, APP: name}):
        told = History(folder, name)
        try:
            compare(story, told, base)
        finally:
            for schema in (OURS, STOCK):
                drop_schema(schema)


def compare(story: Story, told: History, base: SchemaScript) -> None:
    """Half of the story has happened when the business is opened; the rest is today's release."""
    for schema in (OURS, STOCK):
        drop_schema(schema)
        create_schema(schema)
        replay(schema, base.sql)
    for step in story.before:
        told.add(*step.operations, before=story.code, atomic=step.atomic)
    for schema in (OURS, STOCK):
        stock(schema)
    for step in story.after:
        told.add(*step.operations, before=story.code, atomic=step.atomic)
    stock(STOCK)
    ours(base.fingerprint)
    for what in COMPARED:
        assert read(what, OURS) == read(what, STOCK), what
    for table in tables(OURS):
        assert read_rows(OURS, table) == read_rows(STOCK, table)


def stock(schema: str) -> None:
    with enter_business(ref(schema)):
        migrate_here(0)


def ours(version: str) -> None:
    with admin_session() as session:
        applied = read_applied(session, OURS)
    path = draw(applied, version)
    walker = Walker("main", 1000, refs={}, full=False)
    try:
        (result,) = walker.walk(path, [Candidate(OURS, "main", version, "ours")])
    finally:
        walker.close()
    assert (result.error, result.outcome in {Outcome.MIGRATED, Outcome.CURRENT}) == ("", True)


def tables(schema: str) -> list[str]:
    with admin_session() as session:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename LIKE 'insights%%'"
        return [name for (name,) in session.execute(query.encode(), [schema])]


def read(what: str, schema: str) -> list[tuple[object, ...]]:
    query = COMPARED[what].format(schema=f"'{schema}'", name=schema)
    with admin_session() as session:
        session.execute(f"SET ROLE {schema}; SET search_path TO {schema}, extensions".encode())
        found = session.execute(query.encode()).fetchall()
    return sorted((tuple(str(value).replace(schema, "SCHEMA") for value in row) for row in found), key=repr)


def read_rows(schema: str, table: str) -> list[str]:
    with admin_session() as session:
        session.execute(f"SET ROLE {schema}; SET search_path TO {schema}, extensions".encode())
        found = session.execute(f"SELECT t::text FROM {table} t".encode())  # noqa: S608 - a name from the catalog
        return sorted(A_TIME.sub("a time", row) for (row,) in found)


def ref(schema: str) -> BusinessRef:
    return BusinessRef(id="", schema_name=schema, subdomain="", name="", state="building")
