"""The same table for the console and the public host."""

from __future__ import annotations

from apps.accounts.permissions import Permission
from tests.permissions.accounts import OPEN
from tests.permissions.table import PAGES

_ACCOUNT_OF_STAFF = {
    *("theme", "account_login", "account_logout", "account_inactive"),
    *("account_email_verification_sent", "account_change_password", "account_reauthenticate"),
}

# The console has log-in and account of its own, on the same pages.
CONSOLE_PAGES: dict[str, str] = {
    "console": Permission.CONSOLE_VIEW,
    "console_business": Permission.CONSOLE_VIEW,
    "console_palette": Permission.CONSOLE_VIEW,
    "console_style": Permission.CONSOLE_VIEW,
    "console_style_brand": Permission.CONSOLE_VIEW,
    "console_suspend": Permission.CONSOLE_MANAGE,
    "console_resume": Permission.CONSOLE_MANAGE,
    "console_recoveries": Permission.CONSOLE_MANAGE,
    "console_recovery_confirmation": Permission.CONSOLE_MANAGE,
    **{
        name: rule
        for name, rule in PAGES.items()
        if isinstance(rule, str) and (name.startswith("mfa_") or name in _ACCOUNT_OF_STAFF)
    },
}

PUBLIC_PAGES: dict[str, str] = dict.fromkeys(
    (
        *("home", "find_studio", "sign_up", "sign_up_address", "sign_up_status", "theme"),
        *("api_docs", "api_schema", "api_sign_up", "api_sign_ups"),
    ),
    OPEN,
)
