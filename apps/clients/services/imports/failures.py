"""The rows that stayed out, as a file to correct and import again."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.clients.services.imports.cells import neutralise
from apps.clients.services.imports.rows import ERROR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.clients.models import ImportBatch


def failed_rows(batch: ImportBatch) -> Iterator[str]:
    """Yield the lines of a CSV (UTF-8 with byte order mark, the file's own delimiter): row, reasons, the cells."""
    header = [_("Row"), _("Reason"), *batch.header]
    yield "\ufeff" + _line(header, batch)
    for chunk in batch.chunks.order_by("number").iterator(chunk_size=5):
        reasons: dict[int, list[str]] = {}
        for issue in chunk.issues:
            if issue["level"] == ERROR:
                reasons.setdefault(issue["row"], []).append(issue["reason"])
        for row in chunk.rejected:
            yield _line([str(row["row"]), " ".join(reasons.get(row["row"], [])), *row["cells"]], batch)


def _line(cells: list[str], batch: ImportBatch) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=batch.reading["delimiter"])
    writer.writerow([neutralise(cell) for cell in cells])
    return out.getvalue()
