"""The views that are measured: one query, three queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, JsonResponse
from django.urls import path

from apps.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Callable


def ask(times: int) -> Callable[[HttpRequest], JsonResponse]:
    """Return a view that reads the people so many times."""

    def view(_request: HttpRequest) -> JsonResponse:
        rows = [list(User.objects.order_by("pk").values_list("pk", "full_name")[:25]) for _ in range(times)]
        return JsonResponse({"rows": rows})

    return view


urlpatterns = [path("1/", ask(1), name="one"), path("3/", ask(3), name="three")]
