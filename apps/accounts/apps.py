from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.utils.translation import gettext_lazy as _

from apps.common import navigation


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("apps.accounts.receivers")
        import_module("apps.accounts.security_receivers")
        import_module("apps.accounts.recovery_receivers")
        import_module("apps.accounts.email_receivers")
        import_module("apps.accounts.services.photos").register()
        sessions = import_module("apps.accounts.sessions")
        second_factor = import_module("apps.accounts.services.second_factor")
        mfa_signals = import_module("allauth.mfa.signals")  # imports models, so not before they are ready
        mfa_signals.authenticator_added.connect(second_factor.note_added, dispatch_uid="accounts.note_added")
        mfa_signals.authenticator_used.connect(second_factor.note_used, dispatch_uid="accounts.note_used")
        mfa_signals.authenticator_removed.connect(second_factor.note_removed, dispatch_uid="accounts.note_removed")
        mfa_signals.authenticator_reset.connect(second_factor.note_renewed, dispatch_uid="accounts.note_renewed")
        user_logged_in.connect(sessions.note_begin, dispatch_uid="accounts.note_begin")
        user_logged_out.connect(sessions.note_end, dispatch_uid="accounts.note_end")
        navigation.register(
            navigation.NavItem(
                label=_("Team"), url_name="team", icon="shield", permission="team.view", order=80, group="more"
            )
        )
        navigation.register_account(
            navigation.AccountLink(
                label=_("Your account"), url_name="account", icon="person", permission="account.own", order=10
            )
        )
