"""Private files, at addresses that expire."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.common.storage import files
from apps.common.storage.addresses import BadToken, read_token

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

SHOWN = {".webp": "image/webp"}  # what a browser may show; all else it is told to save
OTHER = "application/octet-stream"


@require_safe
def private_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give the file of a signed address, or send to where the storage gives it. The token is the permission."""
    try:
        granted = read_token(token)
    except BadToken as error:
        raise Http404 from error
    if granted.seconds <= 0:
        return render(request, "errors/410.html", status=410)
    response = _answer(granted.name, granted.seconds)
    response["Cache-Control"] = f"private, max-age={granted.seconds}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _answer(name: str, seconds: int) -> HttpResponseBase:
    kind = next((kind for suffix, kind in SHOWN.items() if name.endswith(suffix)), OTHER)
    disposition = "inline" if kind != OTHER else "attachment"
    storage = files()
    if address := storage.direct_address(name, seconds=seconds, content_type=kind, disposition=disposition):
        return HttpResponseRedirect(address)
    try:
        file = storage.open(name)
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, content_type=kind, as_attachment=kind == OTHER, filename=PurePosixPath(name).name)
