"""One page that crashes over what a person typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from django.urls import path

from apps.common.views.appearance import choose_theme

if TYPE_CHECKING:
    from django.http import HttpRequest


def crash(request: HttpRequest, address: str) -> NoReturn:
    """Fail with everything in reach that must not leave."""
    client_name = "Anna Ågren"
    raise ValueError(f"{client_name} <{address}> has asthma: {request.POST['notes']}")


urlpatterns = [path("crash/<str:address>/", crash), path("theme/", choose_theme, name="theme")]
handler500 = "apps.common.views.errors.server_error"
