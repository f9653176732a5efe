"""The second step of a log-in, on a business's host and on the console. The names are allauth's."""

from __future__ import annotations

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from apps.accounts.views.passkeys import AddPasskeyView, RemovePasskeyView

urlpatterns = [
    path("reauthenticate/", reauthenticate, name="account_reauthenticate"),
    path("two-step/", base.index, name="mfa_index"),
    path("two-step/login/", base.authenticate, name="mfa_authenticate"),
    path("two-step/reauthenticate/", base.reauthenticate, name="mfa_reauthenticate"),
    path("two-step/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("two-step/app/removal/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("two-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("two-step/codes/renewal/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("two-step/passkeys/", AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("two-step/passkeys/removal/", RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("two-step/passkeys/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("two-step/passkeys/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
