"""The public host's pages as far as the mailbox needs them."""

from __future__ import annotations

from django.urls import include, path

from apps.common.views.appearance import choose_theme

urlpatterns = [
    path("theme/", choose_theme, name="theme"),
    path("mailbox/", include("apps.integrations.mailbox.urls")),
]
handler500 = "apps.common.views.errors.server_error"
