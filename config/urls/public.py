"""What exists on the public host: the site, sign-up, and in local use the mailbox of the vendors' fakes."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from apps.common.views.appearance import choose_theme

urlpatterns: list[URLPattern | URLResolver] = [
    path("theme/", choose_theme, name="theme"),
    path("api/v1/", include("tenants.signup.api.urls")),
    path("api/v1/", include("apps.api.documentation.urls")),
    path("", include("tenants.signup.urls")),
]
if settings.FAKES_URL:
    urlpatterns.append(path("mailbox/", include("apps.integrations.mailbox.urls")))

handler400 = "apps.common.views.errors.bad_request"
handler403 = "apps.common.views.errors.permission_denied"
handler404 = "apps.common.views.errors.page_not_found"
handler429 = "apps.common.views.errors.too_many_requests"  # allauth's name
handler500 = "apps.common.views.errors.server_error"
