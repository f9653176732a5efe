"""The API of one business: every room's addresses."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("apps.api.documentation.urls")),
    path("", include("apps.accounts.api.urls")),
    path("", include("apps.clients.api.urls")),
    path("", include("apps.availability.api.urls")),
    path("", include("apps.sessions.api.urls")),
    path("", include("apps.booking.api.urls")),
    path("", include("apps.progress.api.urls")),
    path("", include("apps.insights.api.urls")),
]
