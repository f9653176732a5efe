"""The recorded script makes what the migrations make, to the last column, constraint, index, owner and row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand

from tenants.registry.context import enter_business
from tenants.registry.postgres.admin import admin_session, as_administrator
from tenants.registry.services.schemas import create_schema
from tenants.registry.services.scripts import current_script, fingerprint, template_ref

if TYPE_CHECKING:
    from apps.common.business import BusinessRef

SCHEMA = "t_migrated"
CATALOGS = {
    "tables": """
        SELECT relname, relkind::text, relowner::regrole::text, relrowsecurity, relacl::text, relpersistence::text
        FROM pg_class WHERE relnamespace = {schema}::regnamespace""",
    "columns": """
        SELECT relname, attnum, attname, format_type(atttypid, atttypmod), attnotnull, attidentity::text, attgenerated::text,
               attcollation::regcollation::text, pg_get_expr(adbin, adrelid), attstorage::text
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON (adrelid, adnum) = (c.oid, attnum)
        WHERE relnamespace = {schema}::regnamespace AND relkind IN ('r', 'p', 'v') AND attnum > 0 AND NOT attisdropped""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid), condeferrable, condeferred,
               convalidated
        FROM pg_constraint WHERE connamespace = {schema}::regnamespace""",
    "indexes": """
        SELECT indrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid, indisunique, indisprimary
        FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relnamespace = {schema}::regnamespace""",
    "sequences": """
        SELECT sequencename, data_type::text, start_value, increment_by, cycle, sequenceowner,
               (SELECT refobjid::regclass::text || '.' || refobjsubid FROM pg_depend
                WHERE objid = (schemaname || '.' || quote_ident(sequencename))::regclass AND deptype IN ('a', 'i'))
        FROM pg_sequences WHERE schemaname = {schema}""",
    "functions": "SELECT proname, prosrc, proowner::regrole::text FROM pg_proc WHERE pronamespace = {schema}::regnamespace",
    "triggers": """
        SELECT tgrelid::regclass::text, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
        WHERE relnamespace = {schema}::regnamespace AND NOT tgisinternal""",
    "types": "SELECT typname, typtype::text, typowner::regrole::text FROM pg_type WHERE typnamespace = {schema}::regnamespace",
    "schema": "SELECT nspowner::regrole::text, nspacl::text FROM pg_namespace WHERE nspname = {schema}",
    "migrations": "SELECT app, name FROM {name}.django_migrations ORDER BY id",
    "content types": "SELECT app_label, model FROM {name}.django_content_type",
    "permissions": "SELECT codename, name FROM {name}.auth_permission",
}


def catalog(name: str, schema: str) -> list[tuple[object, ...]]:
    """Return what one catalog says of a schema, with the schema's own name left out."""
    query = CATALOGS[name].format(schema=f"'{schema}'", name=schema)
    with admin_session() as session:
        session.execute(f"SET ROLE {schema}; SET search_path TO {schema}, extensions".encode())
        rows = session.execute(query.encode()).fetchall()
    clean = [
        tuple(value.replace(schema, "SCHEMA") if isinstance(value, str) else value for value in row) for row in rows
    ]
    return sorted(clean, key=repr)


@pytest.mark.django_db(transaction=True)
def test_script_equals_migrations(business: BusinessRef) -> None:
    create_schema(SCHEMA)
    ref = type(template_ref())(id="", schema_name=SCHEMA, subdomain="", name="", state="building")
    with as_administrator(), enter_business(ref):
        call_command(MigrateCommand(), verbosity=0, interactive=False)
    for name in CATALOGS:
        migrated = catalog(name, SCHEMA)
        assert catalog(name, business.schema_name) == migrated, name
        assert migrated or name in {"functions", "triggers"}, f"nothing was compared: {name}"


@pytest.mark.django_db
def test_the_script_is_kept_under_the_fingerprint_of_the_migrations() -> None:
    assert current_script().pk == fingerprint()


@pytest.mark.django_db
def test_the_script_names_no_schema() -> None:
    sql = current_script().sql
    assert "t_template" not in sql
    assert "public." not in sql
