"""Bringing a copy of a schema on another server level with its source: everything once, then what changed since."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, LiteralString

from psycopg import sql

from tenants.registry.services.archives.catalog import sequences_of, tables_of
from tenants.registry.services.archives.errors import NotTheSame
from tenants.registry.services.archives.loading import (
    copy_in,
    set_sequences,
    without_rules_between_tables,
)
from tenants.registry.services.archives.rows import names_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tenants.registry.services.archives.catalog import Session, Table
    from tenants.registry.services.archives.exporting import Progress

ARRIVING, ARRIVING_KEYS = "arriving_rows", "arriving_keys"
_CIRCLE = 2**32  # transaction numbers in rows go round


@dataclass(frozen=True, slots=True)
class FirstCopy:
    """What was copied: the tables as they were, and the first transaction that the copy may not have seen."""

    tables: list[Table]
    unseen: int


@dataclass(frozen=True, slots=True)
class Drift:
    """How a table stands at its source: rows in all, rows written since the first copy; and rows in the copy."""

    table: Table
    rows: int
    written: int
    copied: int

    @property
    def is_level(self) -> bool:
        return not self.written and self.rows == self.copied


def copy_all(source: Session, target: Session, schema_name: str, progress: Progress) -> FirstCopy:
    """Copy every table from a snapshot into the empty tables of the target, and compare. Raises NotTheSame."""
    unseen = _number(source, "SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
    tables = tables_of(source, schema_name)
    source.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(names_of(tables)))
    check_same_tables(tables, tables_of(target, schema_name))
    digests = []
    with without_rules_between_tables(target, schema_name, tables):
        for number, table in enumerate(tables):
            progress(table.name, number, len(tables))
            digest = hashlib.sha256()
            with rows_of(source, table).chunks() as chunks:
                copy_in(target, table, _digested(chunks, digest))
            digests.append(digest.hexdigest())
    for table, digest_there in zip(tables, digests, strict=True):
        if rows_of(target, table).digest() != digest_there:
            raise NotTheSame(f"{table.name} differs after the copy.")
    target.execute(sql.SQL("ANALYZE {}").format(names_of(tables)))
    return FirstCopy(tables, unseen)


def catch_up(source: Session, target: Session, schema_name: str, copy: FirstCopy) -> int:
    """Bring the copy level with a source that nobody writes to any more; return how many rows were written again.

    Only what changed is read and compared again: a table without a row from a later transaction and with as many rows as
    its copy is the one that was copied and compared before. Raises NotTheSame.
    """
    check_same_tables(copy.tables, tables_of(source, schema_name))
    later = _is_later(source, copy.unseen)
    behind = [drift for drift in _drifts(source, target, copy.tables, later) if not drift.is_level]
    for drift in behind:
        _level(source, target, drift, later)
    set_sequences(target, schema_name, sequences_of(source, schema_name))
    if any(not drift.copied == drift.rows for drift in _drifts(source, target, copy.tables, sql.SQL("false"))):
        raise NotTheSame("The copy has another number of rows.")
    with ThreadPoolExecutor(1) as beside:
        for drift in behind:
            there = beside.submit(rows_of(target, drift.table).digest)
            if rows_of(source, drift.table).digest() != there.result():
                raise NotTheSame(f"{drift.table.name} differs after the last changes.")
    return sum(drift.written for drift in behind)


def check_same_tables(here: list[Table], there: list[Table]) -> None:
    """Raise NotTheSame when two schemas have other tables or columns."""
    shapes = [{table.name: frozenset(table.columns) for table in tables} for tables in (here, there)]
    if shapes[0] != shapes[1]:
        names = sorted(
            name for name in shapes[0].keys() | shapes[1].keys() if shapes[0].get(name) != shapes[1].get(name)
        )
        raise NotTheSame(f"The tables have other columns on the other server: {', '.join(names)}.")


def _digested(chunks: Iterable[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


def _number(session: Session, query: str) -> int:
    ((number,),) = session.execute(query.encode()).fetchall()
    return int(number)


def _is_later(source: Session, unseen: int) -> sql.Composable:
    """Return the condition for rows of transactions that the first copy did not see; some older ones may be among them."""
    span = _number(source, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text") - unseen
    condition = "(xmin::text::bigint - {unseen} + {circle}) % {circle} <= {span}"
    return sql.SQL(condition).format(unseen=unseen % _CIRCLE, circle=_CIRCLE, span=span)


def _drifts(source: Session, target: Session, tables: list[Table], later: sql.Composable) -> list[Drift]:
    def ask(session: Session, condition: sql.Composable) -> list[tuple[int, int]]:
        count = sql.SQL("SELECT {}, count(*), count(*) FILTER (WHERE {}) FROM {}")
        counts = [count.format(number, condition, table.identifier) for number, table in enumerate(tables)]
        rows = session.execute(sql.SQL(" UNION ALL ").join(counts)).fetchall()
        return [(rows_in_all, written) for _number, rows_in_all, written in sorted(rows)]

    here, there = ask(source, later), ask(target, sql.SQL("false"))
    return [
        Drift(table, rows, written, copied)
        for table, (rows, written), (copied, _none) in zip(tables, here, there, strict=True)
    ]


def _level(source: Session, target: Session, drift: Drift, later: sql.Composable) -> None:
    """Write the rows of later transactions again, and delete those that are gone."""
    table = drift.table
    target.execute(_over(table, "CREATE TABLE {arriving} AS SELECT {columns} FROM {table} WITH NO DATA"))
    with rows_of(source, table, where=later).chunks() as chunks:
        copy_in(target, table.named(ARRIVING), chunks)
    target.execute(_over(table, "DELETE FROM {table} old USING {arriving} new WHERE {same_key}"))
    kept = _number(target, _over(table, "SELECT count(*) FROM {table}").as_string(target))
    if kept != drift.rows - drift.written:
        _delete_missing(source, target, table)
    insert = "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {arriving}"
    target.execute(_over(table, insert))
    target.execute(_over(table, "DROP TABLE {arriving}"))


def _delete_missing(source: Session, target: Session, table: Table) -> None:
    keys = table.named(ARRIVING_KEYS).with_columns(column for column in table.columns if column[0] in table.key)
    target.execute(_over(table, "CREATE TABLE {arriving_keys} AS SELECT {key} FROM {table} WITH NO DATA"))
    with rows_of(source, table.with_columns(keys.columns)).chunks() as chunks:
        copy_in(target, keys, chunks)
    gone = "DELETE FROM {table} old WHERE NOT EXISTS (SELECT FROM {arriving_keys} new WHERE {same_key})"
    target.execute(_over(table, gone))
    target.execute(_over(table, "DROP TABLE {arriving_keys}"))


def _over(table: Table, statement: LiteralString) -> sql.Composed:
    same = [sql.SQL("old.{0} = new.{0}").format(sql.Identifier(name)) for name in table.key]
    return sql.SQL(statement).format(
        table=table.identifier,
        columns=table.column_list,
        key=table.key_list,
        arriving=sql.Identifier(ARRIVING),
        arriving_keys=sql.Identifier(ARRIVING_KEYS),
        same_key=sql.SQL(" AND ").join(same),
    )
