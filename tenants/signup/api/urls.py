"""The public host's API."""

from __future__ import annotations

from django.urls import path

from tenants.signup.api.views import SignUpsView, SignUpView

urlpatterns = [
    path("signups/", SignUpsView.as_view(), name="api_sign_ups"),
    path("signups/<uuid:pk>/", SignUpView.as_view(), name="api_sign_up"),
]
