"""What each address asks of a person, written down a second time: a view that forgets its permission differs from this."""

from __future__ import annotations

from apps.accounts.permissions import Permission

# Anybody may, logged in or not: they prove themselves otherwise, or it shows nothing.
OPEN = "open"

type Rule = Permission | str

PAGES: dict[str, Rule | dict[str, Rule]] = {
    "brand_stylesheet": OPEN,
    "theme": OPEN,
    "palette": Permission.ACCOUNT_OWN,
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
    # One's own account.
    "account": Permission.ACCOUNT_OWN,
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
    # The team.
    "team": Permission.TEAM_VIEW,
    "team_roles": Permission.TEAM_MANAGE,
    "team_invite": Permission.TEAM_INVITE,
    "team_invitation_resend": Permission.TEAM_INVITE,
    "team_invitation_withdraw": Permission.TEAM_INVITE,
    "team_member": {"get": Permission.TEAM_VIEW, "post": Permission.TEAM_MANAGE},
    "team_member_deactivate": Permission.TEAM_MANAGE,
    "team_member_reactivate": Permission.TEAM_MANAGE,
    "team_member_remove_second_factor": Permission.TEAM_MANAGE,
    # Clients.
    "clients": Permission.CLIENTS_VIEW,
    "client": Permission.CLIENTS_VIEW,
    "client_sessions_panel": Permission.CLIENTS_VIEW,
    "client_add": Permission.CLIENTS_EDIT,
    "client_edit": Permission.CLIENTS_EDIT,
    "client_household": Permission.CLIENTS_EDIT,
    "client_household_change": Permission.CLIENTS_EDIT,
    "family_member": Permission.RECORD_OWN,
    "client_reassign": Permission.TEAM_MANAGE,
    "client_fields": Permission.FIELDS_MANAGE,
    "client_field_add": Permission.FIELDS_MANAGE,
    "client_fields_order": Permission.FIELDS_MANAGE,
    "client_field": Permission.FIELDS_MANAGE,
    "client_field_end": Permission.FIELDS_MANAGE,
    "client_field_restore": Permission.FIELDS_MANAGE,
    "client_tags": {"get": Permission.CLIENTS_VIEW, "post": Permission.TAGS_ADD},
    "client_tag": Permission.TAGS_MANAGE,
    "client_tag_merge": Permission.TAGS_MANAGE,
    "client_tag_delete": Permission.TAGS_MANAGE,
    "client_tags_of": {"get": Permission.CLIENTS_VIEW, "post": Permission.CLIENTS_EDIT},
    "client_tags_remove": Permission.CLIENTS_EDIT,
    "client_changes": Permission.CLIENTS_VIEW,
    "client_change_reversion": Permission.CLIENTS_EDIT,
    "client_archive": Permission.CLIENTS_ARCHIVE,
    "client_restore": Permission.CLIENTS_ARCHIVE,
    "own_record": Permission.RECORD_OWN,
    "own_record_edit": Permission.RECORD_OWN,
    "client_draft": Permission.ACCOUNT_OWN,
    "own_intake": Permission.RECORD_OWN,
    "own_intake_step": Permission.RECORD_OWN,
    "own_consents": Permission.RECORD_OWN,
    "own_consent_withdrawal": Permission.RECORD_OWN,
    "consent_documents": Permission.BUSINESS_EDIT,
    "consent_document_add": Permission.BUSINESS_EDIT,
    "consent_document": Permission.BUSINESS_EDIT,
    "consent_document_retirement": Permission.BUSINESS_EDIT,
    "client_intake": Permission.CLIENTS_EDIT,
    "client_intake_step": Permission.CLIENTS_EDIT,
    "client_intake_panel": Permission.CLIENTS_VIEW,
    "client_intake_link": Permission.CLIENTS_EDIT,
    "client_intake_link_withdrawal": Permission.CLIENTS_EDIT,
    "client_health": Permission.HEALTH_VIEW,
    "client_consents": {
        "get": Permission.CLIENTS_VIEW,
        "post": Permission.CLIENTS_EDIT,
        "put": Permission.CLIENTS_EDIT,
    },
    "client_consent_withdrawal": Permission.CLIENTS_EDIT,
    "client_goals": {"get": Permission.CLIENTS_VIEW, "post": Permission.CLIENTS_EDIT, "put": Permission.CLIENTS_EDIT},
    "client_goal": {"get": Permission.CLIENTS_VIEW, "post": Permission.CLIENTS_EDIT, "put": Permission.CLIENTS_EDIT},
    # The link to an intake: the secret in it proves who comes.
    "intake_link": OPEN,
    "intake_link_start": OPEN,
    "intake_link_draft": OPEN,
    "intake_link_step": OPEN,
    "client_invitation": Permission.CLIENTS_INVITE,
    "client_access_end": Permission.CLIENTS_INVITE,
    "client_imports": Permission.CLIENTS_IMPORT,
    "client_import": Permission.CLIENTS_IMPORT,
    "client_import_progress": Permission.CLIENTS_IMPORT,
    "client_import_run": Permission.CLIENTS_IMPORT,
    "client_import_undo": Permission.CLIENTS_IMPORT,
    "client_import_failed": Permission.CLIENTS_IMPORT,
    # The calendar and its hours. Clients of the business see their own.
    "home": Permission.SESSIONS_VIEW,
    "calendar": Permission.CALENDAR_VIEW,
    "session": Permission.SESSIONS_VIEW,
    "session_new": Permission.SESSIONS_EDIT,
    "session_picker": Permission.SESSIONS_EDIT,
    "session_move": Permission.SESSIONS_EDIT,
    "session_cancellation": Permission.SESSIONS_EDIT,
    "session_start": Permission.SESSIONS_RUN,
    "session_completion": Permission.SESSIONS_RUN,
    "session_no_show": Permission.SESSIONS_RUN,
    "session_notes": Permission.SESSIONS_RUN,
}

API: dict[str, Rule | dict[str, Rule]] = {
    "api_schema": OPEN,
    "api_docs": OPEN,
    "api_token": OPEN,
    "api_token_refresh": OPEN,
    "api_token_revoke": OPEN,
    "api_invitation_acceptance": OPEN,
    "api_me": Permission.ACCOUNT_OWN,
    "api_sign_in-list": Permission.ACCOUNT_OWN,
    "api_sign_in-detail": Permission.ACCOUNT_OWN,
    "api_sign_in-end-others": Permission.ACCOUNT_OWN,
    "api_sign_out_everywhere": Permission.ACCOUNT_OWN,
    "api_team-list": Permission.TEAM_VIEW,
    "api_team-detail": {"get": Permission.TEAM_VIEW, "patch": Permission.TEAM_MANAGE},
    "api_team-deactivate": Permission.TEAM_MANAGE,
    "api_team-reactivate": Permission.TEAM_MANAGE,
    "api_team-remove-second-factor": Permission.TEAM_MANAGE,
    "api_invitation-list": Permission.TEAM_INVITE,
    "api_invitation-detail": Permission.TEAM_INVITE,
    "api_invitation-resend": Permission.TEAM_INVITE,
    "api_invitation-withdraw": Permission.TEAM_INVITE,
    "clients_api:client-list": {"get": Permission.CLIENTS_VIEW, "post": Permission.CLIENTS_EDIT},
    "clients_api:client-detail": {"get": Permission.CLIENTS_VIEW, "patch": Permission.CLIENTS_EDIT},
    "clients_api:client-timeline": Permission.CLIENTS_VIEW,
    "clients_api:client-changes": Permission.CLIENTS_VIEW,
    "clients_api:client-reversion": Permission.CLIENTS_EDIT,
    "clients_api:client-archive": Permission.CLIENTS_ARCHIVE,
    "clients_api:client-restore": Permission.CLIENTS_ARCHIVE,
    "clients_api:client-invitation": {
        "get": Permission.CLIENTS_VIEW,
        "post": Permission.CLIENTS_INVITE,
        "delete": Permission.CLIENTS_INVITE,
    },
    "clients_api:family": Permission.RECORD_OWN,
    "clients_api:household": {"get": Permission.CLIENTS_VIEW, "post": Permission.CLIENTS_EDIT},
    "clients_api:relation": Permission.CLIENTS_EDIT,
    "clients_api:reassignment": Permission.TEAM_MANAGE,
    "clients_api:custom-field-list": {"get": Permission.CLIENTS_VIEW, "post": Permission.FIELDS_MANAGE},
    "clients_api:custom-field-detail": {
        "get": Permission.CLIENTS_VIEW,
        "patch": Permission.FIELDS_MANAGE,
        "delete": Permission.FIELDS_MANAGE,
    },
    "clients_api:custom-field-archive": Permission.FIELDS_MANAGE,
    "clients_api:custom-field-restore": Permission.FIELDS_MANAGE,
    "clients_api:custom-field-order": Permission.FIELDS_MANAGE,
    "clients_api:tag-list": {"get": Permission.CLIENTS_VIEW, "post": Permission.TAGS_ADD},
    "clients_api:tag-detail": {
        "get": Permission.CLIENTS_VIEW,
        "patch": Permission.TAGS_MANAGE,
        "delete": Permission.TAGS_MANAGE,
    },
    "clients_api:tag-merge": Permission.TAGS_MANAGE,
    "clients_api:own-record": Permission.RECORD_OWN,
    "clients_api:import-list": Permission.CLIENTS_IMPORT,
    "clients_api:import-detail": Permission.CLIENTS_IMPORT,
    "clients_api:import-run": Permission.CLIENTS_IMPORT,
    "clients_api:import-undo": Permission.CLIENTS_IMPORT,
    "sessions_api:session-list": {"get": Permission.SESSIONS_VIEW, "post": Permission.SESSIONS_EDIT},
    "sessions_api:session-detail": {"get": Permission.SESSIONS_VIEW, "patch": Permission.SESSIONS_EDIT},
    "sessions_api:session-slots": Permission.SESSIONS_EDIT,
    "sessions_api:session-start": Permission.SESSIONS_RUN,
    "sessions_api:session-completion": Permission.SESSIONS_RUN,
    "sessions_api:session-no-show": Permission.SESSIONS_RUN,
    "sessions_api:session-notes": Permission.SESSIONS_RUN,
    "sessions_api:session-cancellation": Permission.SESSIONS_EDIT,
    "api_today": Permission.TODAY_VIEW,
}

TABLE = PAGES | API


def rule(name: str, method: str) -> Rule | None:
    """Return what a method of a named address asks for; None when the table does not know it."""
    entry = TABLE.get(name)
    return entry.get(method) if isinstance(entry, dict) else entry


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
