"""Routing: the host decides the business, and with it the schema, the role and the pages that exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from apps.common.api.problems import problem_response
from tenants.registry.models import Tenant
from tenants.registry.postgres.servers import PublicSchema
from tenants.registry.postgres.typed import connection
from tenants.registry.routing import directory, is_stale, normalise_host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http.response import HttpResponseBase

    from apps.common.business import BusinessRef

GetResponse = Callable[[HttpRequest], HttpResponse]
PUBLIC_TENANT = PublicSchema()
State = Tenant.State
BROKEN = 500


class TenantMiddleware:
    """Enter the business of the host for the length of the request, and leave it after.

    The public host and the console get their own URL sets. An unknown host gets a plain 404 of no business at all.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.fixed = {
            settings.BASE_DOMAIN: settings.PUBLIC_URLCONF,
            f"console.{settings.BASE_DOMAIN}": settings.CONSOLE_URLCONF,
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            host = normalise_host(request.get_host())
        except DisallowedHost:
            return _closed(request, "unknown_host", 400)
        connection.set_tenant(PUBLIC_TENANT)
        if urlconf := self.fixed.get(host):
            request.urlconf = urlconf
            return self.get_response(request)
        return self._answer_business(request, directory.find(host))

    def _answer_business(self, request: HttpRequest, business: BusinessRef | None) -> HttpResponse:
        if business is None or business.state in Tenant.GONE:
            return _closed(request, "unknown_host", 404)
        if business.state == State.SUSPENDED:
            return _closed(request, "suspended", 403)
        if business.state != State.READY:
            response = _closed(request, "building", 503)
            response["Retry-After"] = "2"
            return response
        connection.set_tenant(business)
        try:
            response = self.get_response(request)
        finally:
            connection.set_tenant(PUBLIC_TENANT)
        _stay(business, response)
        if response.status_code == BROKEN and is_stale(business):
            response = _closed(request, "moving", 503)
            response["Retry-After"] = "1"
        return response


def _stay(business: BusinessRef, response: HttpResponseBase) -> None:
    """Let a long answer be written inside the business: it is read after the middleware is left. Files need nobody."""
    if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse) and not response.is_async:
        response.streaming_content = _inside(business, response.streaming_content)  # type: ignore[arg-type] # a plain iterator, as it is not async


def _inside(business: BusinessRef, content: Iterator[bytes]) -> Iterator[bytes]:
    before = connection.tenant
    connection.set_tenant(business)
    try:
        yield from content
    finally:
        connection.set_tenant(before)


TITLES = {
    "unknown_host": _("No business answers at this address"),
    "suspended": _("This business is suspended"),
    "building": _("This business is being set up"),
    "moving": _("This business is moving to another server"),
}


def _closed(request: HttpRequest, code: str, status: int) -> HttpResponse:
    """Answer without entering any business: a plain page, or a problem on the API's paths."""
    request_id = getattr(request, "request_id", "")
    if request.path.startswith("/api/"):
        return problem_response(status=status, code=code, title=str(TITLES[code]), request_id=request_id)
    page = render_to_string(f"errors/{code}.html", {"request_id": request_id})
    return HttpResponse(page, status=status)
