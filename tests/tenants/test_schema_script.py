"""The recorded script makes what the migrations make, to the last column, constraint, index, owner and row."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from psycopg import sql

from tenants.registry.context import enter_business, enter_public
from tenants.registry.models.tenant import opaque_schema_name
from tenants.registry.postgres.admin import admin_session, as_administrator
from tenants.registry.services.schemas import build_schema, create_schema
from tenants.registry.services.scripts import current_script, fingerprint, template_ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from psycopg import Connection


SCHEMA, REPLAYED = (
    opaque_schema_name(),
    opaque_schema_name(),
)  # roles are the whole server's, and other test processes work there too
CATALOGS = {
    "tables": """
        SELECT relname, relkind::text, relowner::regrole::text, relrowsecurity, relforcerowsecurity, relacl::text,
               relpersistence::text, reloptions, relreplident::text, relispartition, reltablespace,
               obj_description(oid, 'pg_class')
        FROM pg_class WHERE relnamespace = {schema}::regnamespace""",
    "columns": """
        SELECT relname, attnum, attname, format_type(atttypid, atttypmod), attnotnull, attidentity::text, attgenerated::text,
               attcollation::regcollation::text, pg_get_expr(adbin, adrelid), attstorage::text, attcompression::text,
               attstattarget, attacl::text, attoptions, col_description(c.oid, attnum)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON (adrelid, adnum) = (c.oid, attnum)
        WHERE relnamespace = {schema}::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND attnum > 0 AND NOT attisdropped""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid), condeferrable, condeferred,
               convalidated, conenforced, obj_description(oid, 'pg_constraint')
        FROM pg_constraint WHERE connamespace = {schema}::regnamespace""",
    "indexes": """
        SELECT indrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid, indisunique, indisprimary, indisclustered,
               indnullsnotdistinct, obj_description(indexrelid, 'pg_class')
        FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relnamespace = {schema}::regnamespace""",
    "sequences": """
        SELECT sequencename, data_type::text, start_value, min_value, max_value, increment_by, cycle, cache_size, last_value,
               sequenceowner,
               (SELECT refobjid::regclass::text || '.' || refobjsubid FROM pg_depend
                WHERE objid = (schemaname || '.' || quote_ident(sequencename))::regclass AND deptype IN ('a', 'i'))
        FROM pg_sequences WHERE schemaname = {schema}""",
    "functions": """
        SELECT proname, pg_get_functiondef(oid), proowner::regrole::text, proacl::text, obj_description(oid, 'pg_proc')
        FROM pg_proc WHERE pronamespace = {schema}::regnamespace AND prokind IN ('f', 'p')""",
    "triggers": """
        SELECT tgrelid::regclass::text, pg_get_triggerdef(t.oid), tgenabled::text
        FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE relnamespace = {schema}::regnamespace AND NOT tgisinternal""",
    "policies": """
        SELECT relname, polname, polcmd::text, polpermissive, polroles::regrole[]::text,
               pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
        FROM pg_policy JOIN pg_class c ON c.oid = polrelid WHERE relnamespace = {schema}::regnamespace""",
    "rules and views": """
        SELECT relname, rulename, pg_get_ruledef(r.oid) FROM pg_rewrite r JOIN pg_class c ON c.oid = ev_class WHERE relnamespace = {schema}::regnamespace""",
    "types": """
        SELECT typname, typtype::text, typowner::regrole::text, typacl::text, typnotnull, typdefault,
               format_type(typbasetype, typtypmod),
               (SELECT array_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)
        FROM pg_type t WHERE typnamespace = {schema}::regnamespace""",
    "extended statistics": """
        SELECT stxname, pg_get_statisticsobjdef(oid), stxowner::regrole::text
        FROM pg_statistic_ext WHERE stxnamespace = {schema}::regnamespace""",
    "collations, operators, text search": """
        SELECT 'collation', collname FROM pg_collation WHERE collnamespace = {schema}::regnamespace
        UNION ALL SELECT 'operator', oprname FROM pg_operator WHERE oprnamespace = {schema}::regnamespace
        UNION ALL SELECT 'class', opcname FROM pg_opclass WHERE opcnamespace = {schema}::regnamespace
        UNION ALL SELECT 'configuration', cfgname FROM pg_ts_config WHERE cfgnamespace = {schema}::regnamespace
        UNION ALL SELECT 'dictionary', dictname FROM pg_ts_dict WHERE dictnamespace = {schema}::regnamespace""",
    "inheritance": """
        SELECT relname, inhparent::regclass::text, pg_get_expr(relpartbound, c.oid)
        FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE relnamespace = {schema}::regnamespace""",
    "default privileges": """
        SELECT defaclrole::regrole::text, defaclobjtype::text, defaclacl::text
        FROM pg_default_acl WHERE defaclnamespace = {schema}::regnamespace""",
    "schema": """
        SELECT nspowner::regrole::text, nspacl::text, obj_description(oid, 'pg_namespace')
        FROM pg_namespace WHERE nspname = {schema}""",
    "role": """
        SELECT rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit,
               rolconfig,
               (SELECT array_agg(format('%s %s %s %s', member::regrole, admin_option, inherit_option, set_option)
                                 ORDER BY member::regrole::text, grantor::regrole::text)
                FROM pg_auth_members WHERE roleid = r.oid)
        FROM pg_roles r WHERE rolname = {schema}""",
}
MAY_BE_EMPTY = {
    *(
        "functions",
        "triggers",
        "policies",
        "rules and views",
        "extended statistics",
        "inheritance",
        "default privileges",
    ),
    "collations, operators, text search",
}
WITH_ROWS = {"django_migrations", "django_content_type", "auth_permission"}


def clean(rows: Iterable[Iterable[Any]], schema: str) -> list[tuple[Any, ...]]:
    """Leave the schema's own name out and put the rows in order."""
    named = (tuple(cell.replace(schema, "SCHEMA") if isinstance(cell, str) else cell for cell in row) for row in rows)
    return sorted(named, key=repr)


@contextmanager
def standing_in(schema: str) -> Iterator[Connection[Any]]:
    with admin_session() as session:
        session.execute(f"SET ROLE {schema}; SET search_path TO {schema}, extensions".encode())
        yield session


def catalog(name: str, schema: str) -> list[tuple[Any, ...]]:
    """Return what one catalog says of a schema."""
    with standing_in(schema) as session:
        rows = session.execute(CATALOGS[name].replace("{schema}", f"'{schema}'").encode()).fetchall()
    return clean((map(str, row) for row in rows), schema)


def contents(schema: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables that have some; when a migration ran is nobody's business."""
    found = {}
    with standing_in(schema) as session:
        tables = session.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema]).fetchall()
        for (table,) in tables:
            without_time = sql.SQL("SELECT to_jsonb(t) - 'applied' FROM {} t").format(sql.Identifier(table))
            if rows := session.execute(without_time).fetchall():
                found[table] = clean(rows, schema)
    return found


def replay_into(schema: str) -> None:
    with enter_public():
        script = current_script().sql
    with admin_session() as session:
        build_schema(session, schema, script)


@pytest.mark.django_db(transaction=True)
def test_script_equals_migrations() -> None:
    replay_into(REPLAYED)
    create_schema(SCHEMA)
    ref = type(template_ref())(id="", schema_name=SCHEMA, subdomain="", name="", state="building")
    with as_administrator(), enter_business(ref):
        call_command(MigrateCommand(), verbosity=0, interactive=False)
    for name in CATALOGS:
        migrated = catalog(name, SCHEMA)
        assert catalog(name, REPLAYED) == migrated, name
        assert migrated or name in MAY_BE_EMPTY, f"nothing was compared: {name}"
    rows = contents(SCHEMA)
    assert contents(REPLAYED) == rows
    assert set(rows) >= WITH_ROWS


# One statement each that the comparison must not overlook. No login of ours may make a function.
DIFFERENCES = {
    "a comment on a table": "COMMENT ON TABLE clients_client IS 'x'",
    "a comment on a column": "COMMENT ON COLUMN clients_client.email IS 'x'",
    "a default": "ALTER TABLE clients_client ALTER email SET DEFAULT 'x'",
    "a nullable column": "ALTER TABLE clients_client ALTER first_name DROP NOT NULL",
    "a wider column": "ALTER TABLE clients_client ALTER email TYPE varchar(999)",
    "a right on a table": "GRANT SELECT ON clients_client TO PUBLIC",
    "a right on a column": "GRANT SELECT (email) ON clients_client TO PUBLIC",
    "a right on the schema": "GRANT USAGE ON SCHEMA {} TO PUBLIC",
    "a right on what will come": "ALTER DEFAULT PRIVILEGES IN SCHEMA {} GRANT SELECT ON TABLES TO PUBLIC",
    "a sequence that is ahead": "SELECT setval(pg_get_serial_sequence('django_migrations', 'id'), 999)",
    "a sequence that steps": "ALTER SEQUENCE django_migrations_id_seq INCREMENT 2",
    "an index": "CREATE INDEX extra ON clients_client (email)",
    "a constraint": "ALTER TABLE clients_client ADD CONSTRAINT extra CHECK (email <> 'x')",
    "row-level security": "ALTER TABLE clients_client ENABLE ROW LEVEL SECURITY",
    "a policy": "CREATE POLICY extra ON clients_client USING (true)",
    "a view": "CREATE VIEW extra AS SELECT 1",
    "a type": "CREATE TYPE extra AS ENUM ('x')",
    "statistics": "CREATE STATISTICS extra ON email, first_name FROM clients_client",
    "a storage option": "ALTER TABLE clients_client SET (fillfactor = 70)",
    "a missing row": "DELETE FROM auth_permission WHERE id = (SELECT max(id) FROM auth_permission)",
    "a row of a migration": "UPDATE django_migrations SET name = 'x' WHERE id = 1",
}


@pytest.mark.django_db(transaction=True)
def test_the_comparison_overlooks_nothing() -> None:
    replay_into(REPLAYED)
    overlooked = []
    for what, statement in DIFFERENCES.items():
        replay_into(SCHEMA)
        with standing_in(SCHEMA) as session:
            session.execute(statement.format(SCHEMA).encode())
        same = all(catalog(name, SCHEMA) == catalog(name, REPLAYED) for name in CATALOGS)
        if same and contents(SCHEMA) == contents(REPLAYED):
            overlooked.append(what)
    assert overlooked == []


@pytest.mark.django_db
def test_the_script_is_kept_under_the_fingerprint_of_the_migrations() -> None:
    assert current_script().pk == fingerprint()


@pytest.mark.django_db
def test_the_script_names_no_schema() -> None:
    text = current_script().sql
    assert "t_template" not in text
    assert "public." not in text
