"""Checking a whole file: every row becomes what will be imported, or a reason why not."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from itertools import batched
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from apps.clients.models import ImportBatch, ImportChunk
from apps.clients.models.folding import fold
from apps.clients.selectors import trainers
from apps.clients.services.imports.dates import Order, detect_order
from apps.clients.services.imports.duplicates import Seen, mark_duplicates
from apps.clients.services.imports.encodings import decode
from apps.clients.services.imports.parts import parts_plan, read_parts
from apps.clients.services.imports.rows import Plan, Row, read_row
from apps.clients.services.imports.tables import Table, read_table
from apps.common import due
from apps.common.business import current
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

CHECK = "clients.check_import"
CHUNK = 500
SMALL = 1_000
"""Up to this many rows are checked while the person waits (about a third of a second)."""


class Overtaken(Exception):
    """The file is being checked anew, or is imported already: this check is worth nothing."""


def check_import(*, batch_id: UUID | str) -> None:
    """Check every row of the file. Safe to repeat: a second start overtakes the first, which stops at its next chunk."""
    attempt = _start(batch_id)
    if attempt:
        try:
            _check(batch_id, attempt)
        except Overtaken:
            return
    due.cancel(kind=CHECK, keys=[str(batch_id)])


def _start(batch_id: UUID | str) -> int:
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().filter(pk=batch_id, state=ImportBatch.State.CHECKING).first()
        if batch is None:
            return 0
        batch.begin_check()
        batch.save()
        batch.chunks.all().delete()
    return batch.attempt


def _check(batch_id: UUID | str, attempt: int) -> None:
    batch = ImportBatch.objects.get(pk=batch_id)
    try:
        table = _read(batch)
    except (InvalidInput, FileNotFoundError) as error:
        _fail(batch, str(error))
        return
    order = _order(batch, table)
    plan, parts = _plan(batch, order), parts_plan(batch)
    seen, kinds = Seen(), Counter[str]()
    for number, chunk in enumerate(batched(table.rows, CHUNK, strict=False)):
        rows = [read_parts(read_row(row, cells, plan), plan, parts) for row, cells in chunk]
        mark_duplicates(rows, plan, seen)
        kinds.update(issue.kind for row in rows for issue in row.issues)
        _keep_chunk(batch.pk, attempt, number, rows)
    _finish(batch.pk, attempt, {"kinds": dict(kinds), "dates": asdict(order)})


def _read(batch: ImportBatch) -> Table:
    with default_storage.open(batch.stored_as) as stored:
        return read_table(decode(stored.read(), batch.reading["encoding"]), batch.reading["delimiter"])


def _order(batch: ImportBatch, table: Table) -> Order:
    columns = [int(column) for column, name in batch.mapping.items() if name in {"date_of_birth", "member_since"}]
    return detect_order(cells[column] for _number, cells in table.rows for column in columns if column < len(cells))


def _plan(batch: ImportBatch, order: Order) -> Plan:
    names: dict[str, str] = {}
    for trainer in trainers():
        names |= {fold(trainer.full_name): str(trainer.pk), fold(trainer.email): str(trainer.pk)}
    return Plan(
        header=batch.header,
        columns={name: int(column) for column, name in batch.mapping.items() if name},
        date_order=batch.options.get("date_order") or order.order,
        home=current().country,
        trainers=names,
    )


def _keep_chunk(batch_id: UUID, attempt: int, number: int, rows: list[Row]) -> None:
    good = [row for row in rows if row.is_good]
    with transaction.atomic():
        batch = _mine(batch_id, attempt)
        ImportChunk.objects.create(
            batch=batch,
            number=number,
            rows=[{"row": row.number, "values": row.values} for row in good],
            rejected=[{"row": row.number, "cells": list(row.cells)} for row in rows if not row.is_good],
            issues=[asdict(issue) for row in rows for issue in row.issues],
        )
        batch.checked += len(rows)
        batch.good += len(good)
        batch.bad += len(rows) - len(good)
        batch.save(update_fields=["checked", "good", "bad", "updated_at"])


def _mine(batch_id: UUID, attempt: int) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state != ImportBatch.State.CHECKING or batch.attempt != attempt:
        raise Overtaken
    return batch


def _finish(batch_id: UUID, attempt: int, evidence: dict[str, object]) -> None:
    with transaction.atomic():
        batch = _mine(batch_id, attempt)
        batch.evidence = {**batch.evidence, **evidence}
        batch.become_mapped()
        batch.save()


def _fail(batch: ImportBatch, reason: str) -> None:
    with transaction.atomic():
        batch.fail(reason or _("The file cannot be read any more."))
        batch.save()
