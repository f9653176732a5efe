"""Which names the proxy may get a certificate for: it asks before every first handshake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotFound

from config.observability.addresses import is_forwarded
from tenants.registry.routing import directory, normalise_host

if TYPE_CHECKING:
    from django.http import HttpRequest


def answer(request: HttpRequest) -> HttpResponse:
    """Say 200 for a host we answer to, else 404. Only the proxy itself may ask: visitors come through it."""
    if is_forwarded(request):
        return HttpResponseNotFound()
    host = normalise_host(request.GET.get("domain", ""))
    ours = {settings.BASE_DOMAIN, f"console.{settings.BASE_DOMAIN}"}
    known = bool(host) and (host in ours or directory.find(host) is not None)
    return HttpResponse("yes") if known else HttpResponseNotFound("no")
