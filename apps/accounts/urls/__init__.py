"""Log-in on a business's host. Every path of allauth that exists here is named here; the others do not exist."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import path, re_path

from apps.accounts.urls.staff import urlpatterns as entrance
from apps.accounts.views.confirmation import ConfirmView, ResendConfirmationView
from apps.accounts.views.email_changes import ConfirmEmailView, TakeEmailBackView
from apps.accounts.views.invitation import AcceptInvitationView
from apps.accounts.views.recoveries import RecoveryView

urlpatterns = [
    *entrance,
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]{1,64})-(?P<key>[^/]{1,200})/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("confirm/resend/", ResendConfirmationView.as_view(), name="account_confirm_resend"),
    path("confirm/<str:token>/", ConfirmView.as_view(), name="account_confirm"),
    path("email/confirmation/<str:token>/", ConfirmEmailView.as_view(), name="account_email_confirm"),
    path("email/taking-back/<str:token>/", TakeEmailBackView.as_view(), name="account_email_take_back"),
    path("recovery/<str:token>/", RecoveryView.as_view(), name="account_recovery"),
    path("invitation/<str:token>/", AcceptInvitationView.as_view(), name="account_invitation"),
]
