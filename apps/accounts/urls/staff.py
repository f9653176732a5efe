"""Log-in of platform staff: their accounts are made and mended by their own operators, so there is no reset by mail."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import path

from apps.accounts.urls.second_factor import urlpatterns as second_factor

urlpatterns = [
    *second_factor,
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("confirm-email/", allauth.email_verification_sent, name="account_email_verification_sent"),
    path("password/change/", allauth.password_change, name="account_change_password"),
]
