"""From text to rows of cells: which delimiter, is there a header, and where the limits are."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.clients.services.imports.cells import restore
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    import _csv

DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
MAX_ROWS = 50_000
MAX_CELL = 20_000
MAX_COLUMNS = 100
_SAMPLE = 60
_DATA = re.compile(r"@|^\+?[\d ()./-]{6,}$")


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are numbered as a spreadsheet shows them: the header is row 1."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    has_header: bool


def detect_delimiter(text: str) -> str:
    """Return the sign that cuts the most rows into the same number of cells, more cells winning."""
    scores = {sign: _score(text, sign) for sign in DELIMITERS}
    best = max(scores, key=lambda sign: scores[sign])
    return best if scores[best] > (0.0, 1) else ","


def read_table(text: str, delimiter: str) -> Table:
    """Cut the text into cells. Raises InvalidInput on `file` for what cannot be a list of clients."""
    if delimiter not in DELIMITERS:
        raise InvalidInput({"delimiter": _("This is no delimiter we know.")})
    rows = [(number, cells) for number, cells in enumerate(_records(text, delimiter), start=1) if any(cells)]
    if not rows:
        raise InvalidInput({"file": _("The file is empty.")})
    has_header = not any(_DATA.search(cell) for cell in rows[0][1])
    header = _names(rows[0][1], has_header=has_header)
    body = rows[1:] if has_header else rows
    _check_limits(header, body)
    return Table(header, body, has_header)


def _records(text: str, delimiter: str) -> list[list[str]]:
    lenient = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise InvalidInput({"file": _unclosed(text, delimiter)}) from error
        records = _read_leniently(lenient)
    return [[restore(cell.replace("\0", "").strip()) for cell in record] for record in records]


def _read_leniently(reader: _csv.Reader) -> list[list[str]]:
    try:
        return list(reader)
    except csv.Error as error:
        raise InvalidInput({"file": _("Line %(line)d cannot be read as CSV.") % {"line": reader.line_num}}) from error


def _unclosed(text: str, delimiter: str) -> str:
    *_whole, last = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = len(_whole) + 1
    return _(
        "A quotation mark in row %(row)d is never closed, so everything after it would be one cell: “%(cell)s…”"
    ) % {
        "row": number,
        "cell": last[-1][:40].strip(),
    }


def _names(cells: list[str], *, has_header: bool) -> list[str]:
    """Name every column, twice used names apart: "Phone", "Phone (2)"."""
    seen: Counter[str] = Counter()
    names = []
    for number, cell in enumerate(cells, start=1):
        name = (cell if has_header else "") or _("Column %(number)d") % {"number": number}
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _check_limits(header: list[str], body: list[tuple[int, list[str]]]) -> None:
    if not body:
        raise InvalidInput({"file": _("The file has a header but no rows under it.")})
    if len(body) > MAX_ROWS:
        files = -(-len(body) // MAX_ROWS)
        raise InvalidInput(
            {
                "file": _("The file has %(rows)s rows; %(most)s fit into one import. Split it into %(files)d files.")
                % {"rows": f"{len(body):,}", "most": f"{MAX_ROWS:,}", "files": files}
            }
        )
    if len(header) > MAX_COLUMNS:
        raise InvalidInput(
            {"file": _("More than %(most)d columns: this is no list of clients.") % {"most": MAX_COLUMNS}}
        )
    for number, cells in body:
        if any(len(cell) > MAX_CELL for cell in cells):
            raise InvalidInput(
                {
                    "file": _("A cell in row %(row)d has more than %(most)s characters.")
                    % {"row": number, "most": f"{MAX_CELL:,}"}
                }
            )


def _score(text: str, delimiter: str) -> tuple[float, int]:
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter):
            if any(record):
                widths.append(len(record))
            if len(widths) == _SAMPLE:
                break
    except csv.Error:
        return (0.0, 1)
    if not widths or widths[0] == 1:
        return (0.0, 1)
    return (round(widths.count(widths[0]) / len(widths), 1), widths[0])
