"""One's own account."""

from __future__ import annotations

from django.urls import path

from apps.accounts.views import account, sign_ins

urlpatterns = [
    path("", account.AccountView.as_view(), name="account"),
    path("sign-ins/", sign_ins.SignInsView.as_view(), name="account_sign_ins"),
    path("sign-ins/others/ending/", sign_ins.EndOthersView.as_view(), name="account_sign_ins_end_others"),
    path("sign-ins/<uuid:pk>/ending/", sign_ins.EndView.as_view(), name="account_sign_in_end"),
    path("sign-out-everywhere/", sign_ins.SignOutEverywhereView.as_view(), name="account_sign_out_everywhere"),
]
