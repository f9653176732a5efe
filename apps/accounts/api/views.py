"""People over the API: oneself, the team, invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.api.serializers import (
    InvitationSerializer,
    InviteSerializer,
    MemberSerializer,
    MeSerializer,
    ProfileSerializer,
    RoleSerializer,
)
from apps.accounts.permissions import Permission
from apps.accounts.selectors import invitations_visible_to, team_visible_to
from apps.accounts.services import invitations, members, profile
from apps.common.api.views import ApiMixin, ResourceViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

    from apps.accounts.models import Invitation, User


@extend_schema(tags=["me"])
class MeView(ApiMixin):
    required_permission = Permission.ACCOUNT_OWN

    @extend_schema(operation_id="me_retrieve", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Return who the token stands for, what they may do, and the business."""
        return Response(MeSerializer(person(request)).data)

    @extend_schema(operation_id="me_update", request=ProfileSerializer, responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        """Change one's own name, time zone, language, theme or units."""
        serializer = ProfileSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(
            MeSerializer(profile.change_profile(user=person(request), values=serializer.validated_data)).data
        )


@extend_schema(tags=["me"])
class SignOutEverywhereView(ApiMixin):
    required_permission = Permission.ACCOUNT_OWN

    @extend_schema(operation_id="me_sign_out_everywhere", request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """End every session and token of the person, the one that asks too."""
        profile.sign_out_everywhere(user=person(request))
        return Response(status=204)


@extend_schema_view(
    list=extend_schema(
        description="Everybody with a log-in of the team; `is_active` is false for who was switched off."
    ),
    retrieve=extend_schema(description="One member of the team."),
)
@extend_schema(tags=["team"])
class TeamViewSet(ResourceViewSet):
    serializer_class = MemberSerializer
    required_permissions: ClassVar[dict[str, str]] = {
        "list": Permission.TEAM_VIEW,
        "retrieve": Permission.TEAM_VIEW,
        "partial_update": Permission.TEAM_MANAGE,
        "deactivate": Permission.TEAM_MANAGE,
        "reactivate": Permission.TEAM_MANAGE,
        "remove_second_factor": Permission.TEAM_MANAGE,
    }
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {
        "full_name": ("full_name", "id"),
        "created_at": ("id",),
    }

    def get_queryset(self) -> QuerySet[User]:
        return team_visible_to(person(self.request))

    @extend_schema(request=RoleSerializer, responses=MemberSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a member's role. A business keeps at least one owner; only owners make or change owners."""
        member, body = self.get_object(), self.validated(RoleSerializer)
        return self.answer(members.change_role(member=member, role=body["role"], by=person(request)))

    @extend_schema(request=None, responses=MemberSerializer)
    @action(detail=True, methods=["post"])
    def deactivate(self, request: Request, pk: str) -> Response:
        """Lock a member out at once; their work stays."""
        return self.answer(members.deactivate_member(member=self.get_object(), by=person(request)))

    @extend_schema(request=None, responses=MemberSerializer)
    @action(detail=True, methods=["post"], url_path="second-factor-removal")
    def remove_second_factor(self, request: Request, pk: str) -> Response:
        """Take two-step sign-in away from somebody who lost phone and codes; they are signed out everywhere."""
        return self.answer(members.remove_second_factor(member=self.get_object(), by=person(request)))

    @extend_schema(request=None, responses=MemberSerializer)
    @action(detail=True, methods=["post"])
    def reactivate(self, request: Request, pk: str) -> Response:
        """Let a member in again."""
        return self.answer(members.reactivate_member(member=self.get_object(), by=person(request)))


@extend_schema_view(
    list=extend_schema(description="The invitations that wait for an answer."),
    retrieve=extend_schema(description="One invitation that waits."),
)
@extend_schema(tags=["invitations"])
class InvitationViewSet(ResourceViewSet):
    serializer_class = InvitationSerializer
    required_permissions: ClassVar[dict[str, str]] = dict.fromkeys(
        ("list", "retrieve", "create", "resend", "withdraw"), Permission.TEAM_INVITE
    )
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {
        "created_at": ("created_at", "id"),
        "email": ("email", "id"),
    }

    def get_queryset(self) -> QuerySet[Invitation]:
        return invitations_visible_to(person(self.request))

    @extend_schema(request=InviteSerializer, responses={201: InvitationSerializer})
    def create(self, request: Request) -> Response:
        """Invite somebody to the team; the mail with the link goes out at once."""
        invitation = invitations.invite_member(by=person(request), **self.validated(InviteSerializer))
        return self.answer(invitation, status=201)

    @extend_schema(request=None, responses=InvitationSerializer)
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: str) -> Response:
        """Send a new link, valid for seven days; the old one stops working."""
        return self.answer(invitations.resend_invitation(invitation=self.get_object(), by=person(request)))

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Make the link worthless."""
        invitations.withdraw_invitation(invitation=self.get_object(), by=person(request))
        return Response(status=204)
