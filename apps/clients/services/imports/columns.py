"""Which column feeds which field: by its name in many languages, else by what stands in it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.clients.models.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def plain_name(name: str) -> str:
    """Return a column's name without case, accents and punctuation."""
    return re.sub(r"[\W_]+", " ", fold(name)).strip()


_NAMES: dict[str, list[str]] = json.loads(Path(__file__).with_name("column_names.json").read_text(encoding="utf-8"))
FIELDS = tuple(_NAMES)
_BY_NAME = {plain_name(name): field for field, names in _NAMES.items() for name in names}
_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A column's likely field and why; no field when nothing speaks for one."""

    field: str
    because: str


def suggest(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Suggestion]:
    """Return one suggestion a column; each field is given once, to the first column that deserves it."""
    taken: dict[str, str] = {}
    found = [_by_name(name) for name in header]
    named = {one.field for one in found if one}
    suggestions = []
    for number, name in enumerate(header):
        one = found[number] or _by_content([row[number] for row in rows if number < len(row)], {*named, *taken})
        if one.field and one.field in taken:
            one = Suggestion("", _("Another column, “%(name)s”, already gives this.") % {"name": taken[one.field]})
        elif one.field:
            taken[one.field] = name
        suggestions.append(one)
    return suggestions


def field_named(name: str) -> str:
    """Return the field that a column of this name holds in any language we know; "" for none."""
    plain = re.sub(r"\s*\(\d+\)$", "", name)
    return _BY_NAME.get(plain_name(plain), "")


def _by_name(name: str) -> Suggestion | None:
    field = field_named(name)
    return Suggestion(field, _("by its name")) if field else None


def _by_content(cells: list[str], others: set[str]) -> Suggestion:
    filled = [cell for cell in cells if cell]
    for field, (looks_right, words) in _LOOKS.items():
        hits = sum(1 for cell in filled if looks_right(cell))
        if field not in others and filled and hits / len(filled) >= _ENOUGH:
            return Suggestion(field, words() % {"hits": hits, "all": len(filled)})
    return Suggestion("", "")


def _is_phone(cell: str) -> bool:
    return bool(re.fullmatch(r"[+(]?[\d\s()./-]{6,20}", cell)) and not _is_date(cell)


def _is_date(cell: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}", cell))


_LOOKS: dict[str, tuple[Callable[[str], bool], Callable[[], str]]] = {
    "email": (lambda cell: "@" in cell, lambda: _("%(hits)d of %(all)d values look like e-mail addresses")),
    "phone": (_is_phone, lambda: _("%(hits)d of %(all)d values look like phone numbers")),
    "date_of_birth": (_is_date, lambda: _("%(hits)d of %(all)d values look like dates")),
}
