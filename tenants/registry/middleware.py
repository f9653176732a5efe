"""Routing: the host decides the business, and with it the schema, the role and the pages that exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from apps.common.api.problems import problem_response
from tenants.registry.models import Tenant
from tenants.registry.postgres.servers import PublicSchema
from tenants.registry.postgres.typed import connection
from tenants.registry.routing import directory, normalise_host

if TYPE_CHECKING:
    from apps.common.business import BusinessRef

GetResponse = Callable[[HttpRequest], HttpResponse]
PUBLIC_TENANT = PublicSchema()
State = Tenant.State


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
        if business is None:
            return _closed(request, "unknown_host", 404)
        if business.state == State.SUSPENDED:
            return _closed(request, "suspended", 403)
        if business.state != State.READY:
            response = _closed(request, "building", 503)
            response["Retry-After"] = "2"
            return response
        connection.set_tenant(business)
        try:
            return self.get_response(request)
        finally:
            connection.set_tenant(PUBLIC_TENANT)


TITLES = {
    "unknown_host": _("No business answers at this address"),
    "suspended": _("This business is suspended"),
    "building": _("This business is being set up"),
}


def _closed(request: HttpRequest, code: str, status: int) -> HttpResponse:
    """Answer without entering any business: a plain page, or a problem on the API's paths."""
    request_id = getattr(request, "request_id", "")
    if request.path.startswith("/api/"):
        return problem_response(status=status, code=code, title=str(TITLES[code]), request_id=request_id)
    page = render_to_string(f"errors/{code}.html", {"request_id": request_id})
    return HttpResponse(page, status=status)
