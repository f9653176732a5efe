"""Rules that said no while a page was made."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import render

from apps.common.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class DomainErrorMiddleware:
    """Turn what services raise into pages, once.

    The API has its own face (`apps.common.api.problems`); its exceptions never come this far. Services that are away
    are answered by `apps.common.views.errors.server_error`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError) or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return None
        name = error.status if error.status in {403, 404, 429} else 400
        return render(request, f"errors/{name}.html", {"error": error}, status=error.status)
