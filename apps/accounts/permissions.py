"""The permission table: every act, and the roles that may do it. Pages, API and tasks ask only here.

A test walks every URL with every role against this table.
"""

from __future__ import annotations

from enum import StrEnum

from apps.accounts.roles import COACHES, TEAM, Role

MANAGERS = frozenset({Role.OWNER, Role.MANAGER})
EVERYBODY = TEAM | {Role.CLIENT}
STAFF = frozenset({Role.STAFF})


class Permission(StrEnum):
    """One act, named `thing.verb`."""

    ACCOUNT_OWN = "account.own"
    TEAM_VIEW = "team.view"
    TEAM_INVITE = "team.invite"
    TEAM_MANAGE = "team.manage"
    BUSINESS_EDIT = "business.edit"
    TODAY_VIEW = "today.view"
    CLIENTS_VIEW = "clients.view"
    CLIENTS_EDIT = "clients.edit"
    CLIENTS_ARCHIVE = "clients.archive"
    CLIENTS_IMPORT = "clients.import"
    CLIENTS_INVITE = "clients.invite"
    RECORD_OWN = "record.own"
    CALENDAR_VIEW = "calendar.view"
    SESSIONS_VIEW = "sessions.view"
    SESSIONS_EDIT = "sessions.edit"
    SESSIONS_RUN = "sessions.run"
    CONSOLE_VIEW = "console.view"
    CONSOLE_MANAGE = "console.manage"


PERMISSIONS: dict[Permission, frozenset[Role]] = {
    Permission.ACCOUNT_OWN: EVERYBODY | STAFF,
    Permission.TEAM_VIEW: TEAM,
    Permission.TEAM_INVITE: MANAGERS,
    Permission.TEAM_MANAGE: MANAGERS,
    Permission.BUSINESS_EDIT: MANAGERS,
    Permission.TODAY_VIEW: TEAM,
    Permission.CLIENTS_VIEW: TEAM,
    Permission.CLIENTS_EDIT: TEAM,
    Permission.CLIENTS_ARCHIVE: COACHES,
    Permission.CLIENTS_IMPORT: MANAGERS | {Role.FRONT_DESK},
    Permission.CLIENTS_INVITE: TEAM,
    Permission.RECORD_OWN: frozenset({Role.CLIENT}),
    Permission.CALENDAR_VIEW: TEAM,
    Permission.SESSIONS_VIEW: EVERYBODY,
    Permission.SESSIONS_EDIT: TEAM,
    Permission.SESSIONS_RUN: COACHES,
    Permission.CONSOLE_VIEW: STAFF,
    Permission.CONSOLE_MANAGE: STAFF,
}


def role_may(role: str, permission: Permission) -> bool:
    """Say whether a role includes an act."""
    return role in PERMISSIONS[permission]
