"""The permission table: every act, and the roles that may do it. Pages, API and tasks ask only here.

A test walks every URL with every role against this table.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import COACHES, TEAM, Role

if TYPE_CHECKING:
    from django.utils.functional import Promise

MANAGERS = frozenset({Role.OWNER, Role.MANAGER})
EVERYBODY = TEAM | {Role.CLIENT}
STAFF = frozenset({Role.STAFF})


class Permission(StrEnum):
    """One act, named `thing.verb`."""

    ACCOUNT_OWN = "account.own"
    TEAM_VIEW = "team.view"
    TEAM_INVITE = "team.invite"
    TEAM_MANAGE = "team.manage"
    TEAM_SECURITY = "team.security"
    BUSINESS_EDIT = "business.edit"
    TODAY_VIEW = "today.view"
    CLIENTS_VIEW = "clients.view"
    CLIENTS_EDIT = "clients.edit"
    CLIENTS_ARCHIVE = "clients.archive"
    CLIENTS_MERGE = "clients.merge"
    CLIENTS_ERASE = "clients.erase"
    CLIENTS_IMPORT = "clients.import"
    CLIENTS_EXPORT = "clients.export"
    CLIENTS_INVITE = "clients.invite"
    CLIENTS_MESSAGE = "clients.message"
    TAGS_ADD = "tags.add"
    TAGS_MANAGE = "tags.manage"
    FIELDS_MANAGE = "fields.manage"
    HEALTH_VIEW = "health.view"
    NOTES_MANAGE = "notes.manage"
    RECORD_OWN = "record.own"
    CALENDAR_VIEW = "calendar.view"
    SESSIONS_VIEW = "sessions.view"
    SESSIONS_EDIT = "sessions.edit"
    SESSIONS_RUN = "sessions.run"
    SESSIONS_SETTLE = "sessions.settle"
    AVAILABILITY_VIEW = "availability.view"
    AVAILABILITY_OWN = "availability.own"
    AVAILABILITY_MANAGE = "availability.manage"
    LOG_VIEW = "log.view"
    FEEDBACK_GIVE = "feedback.give"
    TASKS_DO = "tasks.do"
    MEASUREMENTS_VIEW = "measurements.view"
    MEASUREMENTS_EDIT = "measurements.edit"
    CONSOLE_VIEW = "console.view"
    CONSOLE_MANAGE = "console.manage"


PERMISSIONS: dict[Permission, frozenset[Role]] = {
    Permission.ACCOUNT_OWN: EVERYBODY | STAFF,
    Permission.TEAM_VIEW: TEAM,
    Permission.TEAM_INVITE: MANAGERS,
    Permission.TEAM_MANAGE: MANAGERS,
    Permission.TEAM_SECURITY: frozenset({Role.OWNER}),
    Permission.BUSINESS_EDIT: MANAGERS,
    Permission.TODAY_VIEW: TEAM,
    Permission.CLIENTS_VIEW: TEAM,
    Permission.CLIENTS_EDIT: TEAM,
    Permission.CLIENTS_ARCHIVE: COACHES,
    Permission.CLIENTS_MERGE: MANAGERS,
    Permission.CLIENTS_ERASE: MANAGERS,
    Permission.CLIENTS_IMPORT: MANAGERS | {Role.FRONT_DESK},
    Permission.CLIENTS_EXPORT: MANAGERS,
    Permission.CLIENTS_INVITE: TEAM,
    Permission.CLIENTS_MESSAGE: TEAM,
    Permission.TAGS_ADD: COACHES,
    Permission.TAGS_MANAGE: MANAGERS,
    Permission.FIELDS_MANAGE: MANAGERS,
    Permission.HEALTH_VIEW: COACHES,
    Permission.NOTES_MANAGE: MANAGERS,
    Permission.RECORD_OWN: frozenset({Role.CLIENT}),
    Permission.CALENDAR_VIEW: TEAM,
    Permission.SESSIONS_VIEW: EVERYBODY,
    Permission.SESSIONS_EDIT: TEAM,
    Permission.SESSIONS_RUN: COACHES,
    Permission.SESSIONS_SETTLE: MANAGERS,
    Permission.AVAILABILITY_VIEW: TEAM,
    Permission.AVAILABILITY_OWN: COACHES,
    Permission.AVAILABILITY_MANAGE: MANAGERS,
    Permission.LOG_VIEW: COACHES | {Role.CLIENT},
    Permission.FEEDBACK_GIVE: COACHES | {Role.CLIENT},
    Permission.TASKS_DO: TEAM,
    Permission.MEASUREMENTS_VIEW: COACHES | {Role.CLIENT},
    Permission.MEASUREMENTS_EDIT: COACHES | {Role.CLIENT},
    Permission.CONSOLE_VIEW: STAFF,
    Permission.CONSOLE_MANAGE: STAFF,
}


WORDS: dict[Permission, Promise] = {
    Permission.ACCOUNT_OWN: _("Change their own account and see where they are signed in"),
    Permission.TEAM_VIEW: _("See who is in the team"),
    Permission.TEAM_INVITE: _("Invite people to the team"),
    Permission.TEAM_MANAGE: _("Change roles, switch accounts off and on"),
    Permission.TEAM_SECURITY: _("Decide whether the team needs two-step sign-in"),
    Permission.BUSINESS_EDIT: _("Change the business’s own details"),
    Permission.TODAY_VIEW: _("See Today: the day, the week’s numbers, what needs attention"),
    Permission.CLIENTS_VIEW: _("See clients"),
    Permission.CLIENTS_EDIT: _("Add and change clients"),
    Permission.CLIENTS_ARCHIVE: _("Archive and restore clients"),
    Permission.CLIENTS_MERGE: _("Find duplicate clients, merge two into one, undo it"),
    Permission.CLIENTS_ERASE: _("Erase clients for good, export everything about one"),
    Permission.CLIENTS_IMPORT: _("Import clients from a file"),
    Permission.CLIENTS_EXPORT: _("Export lists of clients to a file"),
    Permission.CLIENTS_INVITE: _("Invite clients to the app, end their access"),
    Permission.CLIENTS_MESSAGE: _("Write to clients by e-mail, one or many"),
    Permission.TAGS_ADD: _("Make new tags; everybody in the team uses those there are"),
    Permission.TAGS_MANAGE: _("Rename, merge and delete tags"),
    Permission.FIELDS_MANAGE: _("Define fields of the business’s own for clients"),
    Permission.HEALTH_VIEW: _("See clients’ health answers, write down what a doctor said"),
    Permission.NOTES_MANAGE: _("Change and delete others’ notes and logged contacts; everybody does their own"),
    Permission.RECORD_OWN: _("See and change their own details as a client"),
    Permission.CALENDAR_VIEW: _("See the calendar"),
    Permission.SESSIONS_VIEW: _("See sessions; clients see their own"),
    Permission.SESSIONS_EDIT: _("Book, move and cancel sessions"),
    Permission.SESSIONS_RUN: _("Start and complete sessions, log what was done, write notes"),
    Permission.SESSIONS_SETTLE: _("Give back or spend the credit of a session against the rules"),
    Permission.AVAILABILITY_VIEW: _("See when each trainer works and is away"),
    Permission.AVAILABILITY_OWN: _("Set their own working hours and time off"),
    Permission.AVAILABILITY_MANAGE: _("Set everybody’s working hours and time off, and the business’s holidays"),
    Permission.LOG_VIEW: _("See what was done in sessions; clients see their own"),
    Permission.FEEDBACK_GIVE: _("Say how a session was; clients for themselves, trainers for a client"),
    Permission.TASKS_DO: _("Have tasks and give them to others; managers see everybody’s"),
    Permission.MEASUREMENTS_VIEW: _("See weight and other measurements; clients see their own"),
    Permission.MEASUREMENTS_EDIT: _("Record measurements; clients their own, as far as the business lets them"),
    Permission.CONSOLE_VIEW: _("See every business from outside"),
    Permission.CONSOLE_MANAGE: _("Close and open a business"),
}


def role_may(role: str, permission: Permission) -> bool:
    """Say whether a role includes an act."""
    return role in PERMISSIONS[permission]
