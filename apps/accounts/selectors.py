"""Reading people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.accounts.models import Invitation, User
from apps.accounts.permissions import PERMISSIONS, Permission
from apps.accounts.roles import TEAM

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet


def team_visible_to(user: User) -> QuerySet[User]:
    """Return the team, those who were switched off too; nobody for who may not see the team."""
    if not user.may(Permission.TEAM_VIEW):
        return User.objects.none()
    return User.objects.filter(role__in=TEAM).order_by("full_name", "pk")


def invitations_visible_to(user: User) -> QuerySet[Invitation]:
    """Return the team's invitations that wait for an answer, expired ones too; none for who may not invite."""
    if not user.may(Permission.TEAM_INVITE):
        return Invitation.objects.none()
    waiting = Invitation.objects.filter(client_id=None, accepted_at=None, withdrawn_at=None)
    return waiting.select_related("invited_by").order_by("-created_at", "pk")


def invitation_of_client(client_id: UUID) -> Invitation | None:
    """Return the invitation to the app that a client has not answered yet, an expired one too."""
    return Invitation.objects.filter(client_id=client_id, accepted_at=None, withdrawn_at=None).first()


def permissions_of(user: User) -> list[Permission]:
    """Return every act that the person may do, in the table's order."""
    return [permission for permission in PERMISSIONS if user.may(permission)]
