"""What exists on a business's own host."""

from __future__ import annotations

from django.urls import include, path

from apps.accounts.views.theme import keep_theme
from apps.clients.intake_urls import link_urlpatterns
from apps.clients.message_urls import way_out_urlpatterns
from apps.common.views.appearance import brand_stylesheet
from apps.common.views.files import private_file

urlpatterns = [
    path("brand.css", brand_stylesheet, name="brand_stylesheet"),
    path("theme/", keep_theme, name="theme"),
    path("files/<str:token>/", private_file, name="private_file"),
    path("accounts/", include("apps.accounts.urls")),
    path("account/", include("apps.accounts.urls.account")),
    path("team/", include("apps.accounts.urls.team")),
    path("clients/", include("apps.clients.urls")),
    path("intake/", include(link_urlpatterns)),
    path("unsubscribe/", include(way_out_urlpatterns)),
    path("api/v1/", include("apps.api.urls")),
    path("", include("apps.availability.urls")),
    path("", include("apps.sessions.urls")),
    path("", include("apps.booking.urls")),
    path("", include("apps.progress.urls")),
    path("", include("apps.insights.urls")),
]

handler400 = "apps.common.views.errors.bad_request"
handler403 = "apps.common.views.errors.permission_denied"
handler404 = "apps.common.views.errors.page_not_found"
handler429 = "apps.common.views.errors.too_many_requests"  # allauth's name
handler500 = "apps.common.views.errors.server_error"
