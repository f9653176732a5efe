"""Reading people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from rest_framework_simplejwt.settings import api_settings

from apps.accounts.models import Invitation, Recovery, SignIn, TeamRules, User
from apps.accounts.permissions import PERMISSIONS, WORDS, Permission, role_may
from apps.accounts.roles import COACHES, TEAM, Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet


def team_visible_to(user: User) -> QuerySet[User]:
    """Return the team, those who were switched off too; nobody for who may not see the team."""
    if not user.may(Permission.TEAM_VIEW):
        return User.objects.none()
    return User.objects.filter(role__in=TEAM).order_by("full_name", "pk")


def coaches() -> QuerySet[User]:
    """Return those who train here, by name."""
    return User.objects.filter(role__in=COACHES, is_active=True).order_by("full_name")


def invitations_visible_to(user: User) -> QuerySet[Invitation]:
    """Return the team's invitations that wait for an answer, expired ones too; none for who may not invite."""
    if not user.may(Permission.TEAM_INVITE):
        return Invitation.objects.none()
    waiting = Invitation.objects.filter(client_id=None, accepted_at=None, withdrawn_at=None)
    return waiting.select_related("invited_by").order_by("-created_at", "pk")


def invitation_of_client(client_id: UUID) -> Invitation | None:
    """Return the invitation to the app that a client has not answered yet, an expired one too."""
    return Invitation.objects.filter(client_id=client_id, accepted_at=None, withdrawn_at=None).first()


def live_sign_ins(user: User) -> QuerySet[SignIn]:
    """Return where the person is signed in now, last used first: browsers whose session runs, apps that may still renew."""
    now = timezone.now()
    session = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    renewable = Q(kind=SignIn.Kind.APP, last_seen_at__gt=now - api_settings.REFRESH_TOKEN_LIFETIME)
    return SignIn.objects.filter(Exists(session) | renewable, user=user).order_by("-last_seen_at", "pk")


SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User) -> bool:
    """Say whether a log-in of the person takes a second step; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists())


def without_second_factor(users: QuerySet[User]) -> QuerySet[User]:
    """Return those of them whose log-ins take no second step."""
    return users.exclude(Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)))


def lacks_due_step(user: User) -> bool:
    """Say whether the person may go no further before they set up the second step that the owner asks for."""
    due_at = user.second_step_due_at
    return due_at is not None and due_at <= timezone.now() and not has_second_factor(user)


def recoveries() -> QuerySet[Recovery]:
    """Return every way back that platform staff began for an owner here, the latest first."""
    return Recovery.objects.select_related("user").order_by("-pk")


def second_step_from() -> datetime | None:
    """Return from when on the business asks its team for a second step."""
    return TeamRules.objects.filter(pk=TeamRules.ONE).values_list("second_step_from", flat=True).first()


@dataclass(frozen=True, slots=True)
class Act:
    """A line of the roles' table: what, and for each role of a business whether it may."""

    words: str
    may: list[tuple[Role, bool]]

    @property
    def who(self) -> str:
        return ", ".join(str(role.label) for role, may in self.may if may)


def acts_of_a_business() -> list[Act]:
    """Return the permission table in words, without what only platform staff do."""
    roles = [role for role in Role if role != Role.STAFF]
    lines = [Act(str(WORDS[act]), [(role, role_may(role, act)) for role in roles]) for act in PERMISSIONS]
    return [line for line in lines if line.who]


def permissions_of(user: User) -> list[Permission]:
    """Return every act that the person may do, in the table's order."""
    return [permission for permission in PERMISSIONS if user.may(permission)]
