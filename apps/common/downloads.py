"""Answers that are files, written while they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

if TYPE_CHECKING:
    from collections.abc import Iterator


def csv_download(lines: Iterator[str], *, file_name: str) -> StreamingHttpResponse:
    """Answer with the lines as a file to keep; the name may be in any script."""
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file_name) or "attachment"
    return response
