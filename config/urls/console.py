"""What exists on the platform staff's host."""

from __future__ import annotations

from django.urls import include, path

from apps.accounts.views.theme import keep_theme

urlpatterns = [
    path("theme/", keep_theme, name="theme"),
    path("accounts/", include("apps.accounts.urls.staff")),
    path("", include("tenants.console.urls")),
]

handler400 = "apps.common.views.errors.bad_request"
handler403 = "apps.common.views.errors.permission_denied"
handler404 = "apps.common.views.errors.page_not_found"
handler429 = "apps.common.views.errors.too_many_requests"  # allauth's name
handler500 = "apps.common.views.errors.server_error"
