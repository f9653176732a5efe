"""Keyset pagination: a page costs the same on the first and the thousandth, and rows never shift between two."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Model, Q, QuerySet

from apps.common.errors import InvalidInput

type Row = Model


@dataclass(frozen=True, slots=True)
class Page[M: Row]:
    """One page of rows and the cursors around it; an empty cursor means that there is nothing further that way."""

    rows: list[M]
    next: str
    previous: str


def keyset[M: Row](queryset: QuerySet[M], *, ordering: tuple[str, ...], cursor: str = "", size: int = 25) -> Page[M]:
    """Cut one page out of a queryset.

    `ordering` names columns, "-" for descending; the primary key is added so that the order is total. Null values are
    not supported: order by columns that are never null. Raises InvalidInput on `cursor` when it is not one of ours.
    """
    keys = (*ordering, "pk") if ordering[-1].lstrip("-") not in {"pk", "id"} else ordering
    is_back, values = _read(cursor, len(keys), "|".join(keys))
    order = [_flip(key) for key in keys] if is_back else list(keys)
    rows_after = queryset.order_by(*order)
    try:
        if values:
            rows_after = rows_after.filter(_after(order, values))
        rows = list(rows_after[: size + 1])
    except (ValueError, TypeError, ValidationError, DataError) as error:
        raise InvalidInput({"cursor": "This cursor is not valid."}) from error
    has_more = len(rows) > size
    rows = rows[:size]
    if is_back:
        rows.reverse()
    return _page(rows, keys, is_back=is_back, has_more=has_more, has_cursor=bool(values))


def _page[M: Row](rows: list[M], keys: tuple[str, ...], *, is_back: bool, has_more: bool, has_cursor: bool) -> Page[M]:
    if not rows:
        return Page([], "", "")
    has_next, has_previous = (True, has_more) if is_back else (has_more, has_cursor)
    return Page(
        rows,
        _write(rows[-1], keys, is_back=False) if has_next else "",
        _write(rows[0], keys, is_back=True) if has_previous else "",
    )


def _flip(key: str) -> str:
    return key.removeprefix("-") if key.startswith("-") else f"-{key}"


def _after(order: list[str], values: list[Any]) -> Q:
    """Return the row comparison as OR of ANDs, which works for mixed directions and uses the index's prefix."""
    condition, equal = Q(), Q()
    for key, value in zip(order, values, strict=True):
        name = key.lstrip("-")
        step = Q(**{f"{name}__{'lt' if key.startswith('-') else 'gt'}": value})
        condition |= equal & step
        equal &= Q(**{name: value})
    first, bound = order[0].lstrip("-"), values[0]
    return Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": bound}) & condition


def _write(row: Row, keys: tuple[str, ...], *, is_back: bool) -> str:
    values = [_plain(_value(row, key.lstrip("-"))) for key in keys]
    text = json.dumps(["b" if is_back else "f", "|".join(keys), values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _plain(value: Any) -> Any:
    return (
        value.isoformat() if isinstance(value, (date, datetime)) else str(value) if isinstance(value, UUID) else value
    )


def _read(cursor: str, length: int, shape: str) -> tuple[bool, list[Any]]:
    if not cursor:
        return False, []
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        direction, made_for, values = json.loads(text)
        is_ours = direction in {"f", "b"} and made_for == shape and isinstance(values, list) and len(values) == length
    except (binascii.Error, ValueError, TypeError) as error:
        raise InvalidInput({"cursor": "This cursor is not valid."}) from error
    if not is_ours:
        raise InvalidInput({"cursor": "This cursor belongs to another list."})
    return direction == "b", values
