"""Who may change whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.accounts.permissions import Permission
from apps.accounts.roles import INVITABLE, Role

if TYPE_CHECKING:
    from apps.accounts.models import User


def assignable_roles(by: User) -> tuple[Role, ...]:
    """Return the roles this person may give: only owners make owners."""
    return (Role.OWNER, *INVITABLE) if by.role == Role.OWNER else INVITABLE


def may_manage(by: User, member: User) -> bool:
    """Say whether this person may change that member's role or lock them out: a manager cannot touch an owner."""
    if not by.may(Permission.TEAM_MANAGE) or not member.is_team:
        return False
    return by.role == Role.OWNER or member.role != Role.OWNER
