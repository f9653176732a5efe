"""The addresses of log-ins and of one's own account, as the table has them."""

from __future__ import annotations

from apps.accounts.permissions import Permission

# Anybody may, logged in or not: they prove themselves otherwise, or it shows nothing.
OPEN = "open"

ACCOUNTS: dict[str, Permission | str] = {
    # Log-in and the ways back to it.
    "account_login": OPEN,
    "account_logout": OPEN,
    "account_inactive": OPEN,
    "account_email_verification_sent": OPEN,
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key": OPEN,
    "account_reset_password_from_key_done": OPEN,
    "account_confirm": OPEN,
    "account_confirm_resend": OPEN,
    "account_invitation": OPEN,
    "account_recovery": OPEN,  # who reads mail at an address that was told
    "account_email_confirm": OPEN,  # who reads mail at the new address
    "account_email_take_back": OPEN,  # who reads mail at the old one
    # One's own account.
    "account": Permission.ACCOUNT_OWN,
    "account_email_change": Permission.ACCOUNT_OWN,
    "account_email_change_withdraw": Permission.ACCOUNT_OWN,
    "account_photo": Permission.ACCOUNT_OWN,
    "account_photo_remove": Permission.ACCOUNT_OWN,
    "account_photo_progress": Permission.ACCOUNT_OWN,
    "account_change_password": Permission.ACCOUNT_OWN,
    "account_sign_out_everywhere": Permission.ACCOUNT_OWN,
    "account_sign_ins": Permission.ACCOUNT_OWN,
    "account_sign_in_end": Permission.ACCOUNT_OWN,
    "account_sign_ins_end_others": Permission.ACCOUNT_OWN,
    # Its second step; who logs in proves themselves with it.
    "mfa_authenticate": OPEN,
    "mfa_login_webauthn": OPEN,
    "account_reauthenticate": Permission.ACCOUNT_OWN,
    "mfa_index": Permission.ACCOUNT_OWN,
    "mfa_reauthenticate": Permission.ACCOUNT_OWN,
    "mfa_activate_totp": Permission.ACCOUNT_OWN,
    "mfa_deactivate_totp": Permission.ACCOUNT_OWN,
    "mfa_view_recovery_codes": Permission.ACCOUNT_OWN,
    "mfa_generate_recovery_codes": Permission.ACCOUNT_OWN,
    "mfa_add_webauthn": Permission.ACCOUNT_OWN,
    "mfa_remove_webauthn": Permission.ACCOUNT_OWN,
    "mfa_reauthenticate_webauthn": Permission.ACCOUNT_OWN,
}
