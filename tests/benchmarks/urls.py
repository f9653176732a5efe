"""The views that are measured: one query, three queries, and two pages that together touch most tables of a business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
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


def touch(half: int) -> Callable[[HttpRequest], JsonResponse]:
    """Return a view that reads a row of ten of a business's tables."""
    owned = [
        model for model in apps.get_models() if apps.get_app_config(model._meta.app_label).name in settings.TENANT_APPS
    ]
    models = sorted(owned, key=lambda model: model._meta.db_table)[half * 10 : half * 10 + 10]

    def view(_request: HttpRequest) -> JsonResponse:
        return JsonResponse({model._meta.db_table: len(model._default_manager.all()[:1]) for model in models})

    return view


urlpatterns = [
    path("1/", ask(1), name="one"),
    path("3/", ask(3), name="three"),
    path("left/", touch(0), name="left"),
    path("right/", touch(1), name="right"),
]
