"""Rows into an empty schema, under its own role: data can do nothing there that the business could not do itself."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, LiteralString

import psycopg
from psycopg import sql

from tenants.registry.services.archives.catalog import sequences_of, tables_of
from tenants.registry.services.archives.errors import BadArchive, NotTheSame
from tenants.registry.services.archives.manifest import LEFT_OUT
from tenants.registry.services.archives.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tenants.registry.services.archives.catalog import Session, Table
    from tenants.registry.services.archives.exporting import Progress
    from tenants.registry.services.archives.manifest import TableContent
    from tenants.registry.services.archives.reading import Archive

_FOREIGN_KEYS = b"""
SELECT t.relname, c.conname, pg_get_constraintdef(c.oid)
  FROM pg_depend d
  JOIN pg_class t ON t.oid = d.objid AND t.relkind = 'r'
  JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f'
 WHERE d.refclassid = 'pg_namespace'::regclass AND d.classid = 'pg_class'::regclass
   AND d.refobjid = (SELECT oid FROM pg_namespace WHERE nspname = %s)
 ORDER BY c.conname"""


def load(session: Session, archive: Archive, schema_name: str, progress: Progress) -> None:
    """Copy an archive's rows in and set the sequences. Raises BadArchive when they do not fit the schema."""
    contents = archive.manifest.tables
    tables = check_shape(contents, tables_of(session, schema_name))
    with without_rules_between_tables(session, schema_name, tables):
        for number, content in enumerate(contents):
            progress(content.name, number, len(contents))
            rows = copy_in(session, tables[number], archive.chunks(content.content))
            if rows != content.rows:
                raise BadArchive(f"{content.name} holds {rows} rows, not {content.rows}.")
    set_sequences(session, schema_name, archive.manifest.sequences)
    for table, content in zip(tables, contents, strict=True):
        if rows_of(session, table).digest() != content.content.sha256:
            raise NotTheSame(f"{content.name} does not read back as it was written.")


def check_shape(contents: list[TableContent], tables: list[Table]) -> list[Table]:
    """Return the table of each content. Raises BadArchive unless each has exactly the columns that it should."""
    found = {table.name: table for table in tables if table.name not in LEFT_OUT}
    names = [content.name for content in contents]
    if unknown := sorted(set(names) - found.keys()):
        raise BadArchive(f"The archive has a table {unknown[0]!r} that no business has.")
    if missing := sorted(found.keys() - set(names)):
        raise BadArchive(f"The archive lacks the table {missing[0]!r}.")
    for content in contents:
        table = found[content.name]
        if set(content.columns) != set(table.columns):
            differing = sorted({name for name, _type in set(content.columns) ^ set(table.columns)})
            raise BadArchive(f"The columns of {content.name} are not those of its version: {', '.join(differing)}.")
    return [found[name].with_columns(content.columns) for name, content in zip(names, contents, strict=True)]


def copy_in(session: Session, table: Table, chunks: Iterable[bytes]) -> int:
    """Write rows in the form of COPY; return how many."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(table.identifier, table.column_list)
    cursor = session.cursor()
    try:
        with cursor.copy(statement) as copy:
            for chunk in chunks:
                copy.write(chunk)
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        raise BadArchive(f"The rows of {table.name} do not fit: {error}") from error
    return cursor.rowcount


def set_sequences(session: Session, schema_name: str, sequences: dict[str, tuple[int, bool]]) -> None:
    if unknown := sorted(sequences.keys() - sequences_of(session, schema_name).keys()):
        raise BadArchive(f"The archive has a sequence {unknown[0]!r} that no business has.")
    for name, (last, called) in sequences.items():
        try:
            session.execute("SELECT setval(quote_ident(%s)::regclass, %s, %s)", [name, last, called])
        except psycopg.DataError as error:
            raise BadArchive(f"The sequence {name} cannot stand at {last}.") from error


@contextmanager
def without_rules_between_tables(session: Session, schema_name: str, tables: list[Table]) -> Iterator[None]:
    """Empty the tables and take the foreign keys away for the length of the block; each is then checked once, as a whole."""
    keys = session.execute(_FOREIGN_KEYS, [schema_name]).fetchall()
    for table, name, _definition in keys:
        change(session, "ALTER TABLE {} DROP CONSTRAINT {}", table, name)
    for table in tables:
        session.execute(sql.SQL("DELETE FROM {}").format(table.identifier))
    yield
    for table, name, definition in keys:
        statement = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(sql.Identifier(table), sql.Identifier(name))
        try:
            session.execute(statement + sql.SQL(definition))
        except psycopg.IntegrityError as error:
            raise BadArchive(f"The rows of {table} name others that are not there: {error}") from error


def change(session: Session, statement: LiteralString, *names: str) -> None:
    session.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
