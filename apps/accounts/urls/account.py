"""One's own account."""

from __future__ import annotations

from django.urls import path

from apps.accounts.views import account

urlpatterns = [
    path("", account.AccountView.as_view(), name="account"),
    path("sign-out-everywhere/", account.SignOutEverywhereView.as_view(), name="account_sign_out_everywhere"),
]
