"""The console's addresses."""

from __future__ import annotations

from django.urls import path

from tenants.console import recovery_views, views
from tenants.console.palette import ConsolePaletteView
from tenants.console.style.views import BrandView, StyleView

urlpatterns = [
    path("", views.BusinessesView.as_view(), name="console"),
    path("businesses/<uuid:pk>/", views.BusinessView.as_view(), name="console_business"),
    path("businesses/<uuid:pk>/suspension/", views.SuspendView.as_view(), name="console_suspend"),
    path("businesses/<uuid:pk>/resumption/", views.ResumeView.as_view(), name="console_resume"),
    path("businesses/<uuid:pk>/recoveries/", recovery_views.RecoveriesView.as_view(), name="console_recoveries"),
    path(
        "businesses/<uuid:pk>/recoveries/<uuid:recovery>/confirmation/",
        recovery_views.ConfirmRecoveryView.as_view(),
        name="console_recovery_confirmation",
    ),
    path("palette/", ConsolePaletteView.as_view(), name="console_palette"),
    path("style/", StyleView.as_view(), name="console_style"),
    path("style/brand.css", BrandView.as_view(), name="console_style_brand"),
]
