"""A file arrives, or is to be read another way."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from apps.clients.models import ImportBatch
from apps.clients.selectors import import_for
from apps.clients.services.imports.checking import CHECK, SMALL, check_import
from apps.clients.services.imports.columns import FIELDS, suggest
from apps.clients.services.imports.dates import ORDERS
from apps.clients.services.imports.encodings import decode, detect_encoding, fitting_encodings
from apps.clients.services.imports.parts import custom_columns, suggest_custom
from apps.clients.services.imports.tables import Table, detect_delimiter, read_table
from apps.clients.services.values.texts import one_line
from apps.common import due
from apps.common.errors import InvalidInput
from apps.common.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from apps.accounts.models import User

AGAIN_AFTER = timedelta(seconds=45)
MAX_SIZE = 10 * 1024 * 1024
_SAMPLE = 200


def upload_import(*, by: User, file_name: str, data: bytes) -> ImportBatch:
    """Take a CSV file, detect how it is written and which column is what, and check its rows.

    A small file is checked when this returns; a large one is checked by a task (state "checking"). Raises InvalidInput
    on `file` for what cannot be imported at all, before anything is kept.
    """
    _check_size(data)
    encoding = detect_encoding(data)
    text = decode(data, encoding)
    reading = {"encoding": encoding, "delimiter": detect_delimiter(text)}
    table = read_table(text, reading["delimiter"])
    key = uuid7()
    name = one_line(PurePath(file_name).name[-200:]) or "clients.csv"
    batch = ImportBatch(id=key, file_name=name, size=len(data), stored_as=f"imports/{key}.csv", created_by=by)
    batch.evidence = {"encodings": fitting_encodings(data)}
    default_storage.save(batch.stored_as, ContentFile(data))
    _take_table(batch, reading, table, by)
    with transaction.atomic():
        batch.begin_check()
        batch.save(force_insert=True)
        _check_soon(batch)
    return _checked(batch)


def remap_import(  # noqa: PLR0913 - every way to read the file anew
    *,
    batch_id: UUID,
    by: User,
    mapping: Mapping[str, str] | None = None,
    encoding: str = "",
    delimiter: str = "",
    date_order: str | None = None,
) -> ImportBatch:
    """Read the file another way and check it again.

    `mapping` is column number → field ("" leaves the column out). Another encoding or delimiter suggests the mapping
    anew unless one is given. Raises InvalidInput by field, IllegalTransition once the import runs.
    """
    batch = import_for(by, batch_id)
    reading = {
        "encoding": encoding or batch.reading["encoding"],
        "delimiter": delimiter or batch.reading["delimiter"],
    }
    table = _read(batch, reading)
    with transaction.atomic():
        batch = import_for(by, batch_id, lock=True)
        if any(reading[name] != batch.reading[name] for name in reading):
            _take_table(batch, reading, table, by)
        if mapping is not None:
            batch.mapping = _checked_mapping(mapping, len(batch.header), {*FIELDS, *custom_columns(by)})
        if date_order is not None:
            batch.options = {**batch.options, "date_order": _checked_order(date_order)}
        batch.begin_check()
        batch.save()
        _check_soon(batch)
    return _checked(batch)


def _check_size(data: bytes) -> None:
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise InvalidInput({"file": _("The file is empty.")})
    if len(data) > MAX_SIZE:
        size = len(data) / 1024 / 1024
        raise InvalidInput(
            {"file": _("The file has %(size).1f MB; at most 10 MB can be imported at once.") % {"size": size}}
        )


def _read(batch: ImportBatch, reading: Mapping[str, str]) -> Table:
    with default_storage.open(batch.stored_as) as stored:
        return read_table(decode(stored.read(), reading["encoding"]), reading["delimiter"])


def _take_table(batch: ImportBatch, reading: dict[str, Any], table: Table, by: User) -> None:
    suggestions = suggest(table.header, [cells for _number, cells in table.rows[:_SAMPLE]])
    batch.reading = {**reading, "has_header": table.has_header}
    batch.header = table.header
    batch.rows = len(table.rows)
    suggested = {str(number): found.field for number, found in enumerate(suggestions)}
    batch.mapping = suggest_custom(suggested, table.header, by)
    batch.evidence = {
        "columns": [found.because for found in suggestions],
        "samples": [_sample(table, number) for number in range(len(table.header))],
        "encodings": batch.evidence.get("encodings", []),
    }


def _sample(table: Table, column: int) -> list[str]:
    """Return the first few different values of a column, to recognise it by."""
    cells = (cells[column] for _number, cells in table.rows[:_SAMPLE] if column < len(cells) and cells[column])
    return [cell[:40] for cell in list(dict.fromkeys(cells))[:3]]


def _checked_mapping(mapping: Mapping[str, str], columns: int, known: set[str]) -> dict[str, str]:
    clean: dict[str, str] = {str(number): mapping.get(str(number), "") for number in range(columns)}
    if unknown := set(mapping) - set(clean):
        raise InvalidInput({"mapping": _("There is no column %(column)s.") % {"column": min(unknown)}})
    given = [field for field in clean.values() if field]
    for field in given:
        if field not in known:
            raise InvalidInput({"mapping": _("“%(field)s” is no field of a client.") % {"field": field}})
        if given.count(field) > 1:
            raise InvalidInput({"mapping": _("Two columns cannot both give “%(field)s”.") % {"field": field}})
    if not {"first_name", "last_name", "full_name"} & set(given):
        raise InvalidInput({"mapping": _("One column must give the name.")})
    return clean


def _checked_order(order: str) -> str:
    if order and order not in ORDERS:
        raise InvalidInput({"date_order": _("One of %(orders)s.") % {"orders": ", ".join(ORDERS)}})
    return order


def _check_soon(batch: ImportBatch) -> None:
    if batch.rows > SMALL:
        due.do_soon(task=CHECK, key=str(batch.pk), again_after=AGAIN_AFTER)


def _checked(batch: ImportBatch) -> ImportBatch:
    if batch.rows <= SMALL:
        check_import(batch_id=batch.pk)
        batch.refresh_from_db()
    return batch
