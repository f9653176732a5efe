"""The public site and sign-up."""

from __future__ import annotations

from django.urls import path

from tenants.signup.views.sign_up import AddressView, SignUpView, StatusView
from tenants.signup.views.site import FindStudioView, HomeView

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("signup/", SignUpView.as_view(), name="sign_up"),
    path("signup/address/", AddressView.as_view(), name="sign_up_address"),
    path("signup/<uuid:pk>/", StatusView.as_view(), name="sign_up_status"),
    path("sign-in/", FindStudioView.as_view(), name="find_studio"),
]
