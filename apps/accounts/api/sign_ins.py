"""Where one is signed in, over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.models import SignIn
from apps.accounts.permissions import Permission
from apps.accounts.selectors import live_sign_ins
from apps.accounts.services.sign_ins import end_other_sign_ins, end_sign_in
from apps.accounts.sessions import sign_in_id
from apps.accounts.tokens import SIGN_IN_CLAIM
from apps.common.api.views import ResourceViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request


def asking(request: Request) -> str | None:
    """Return the sign-in that asks: the token's, or the browser's."""
    token: Any = request.auth
    return token.get(SIGN_IN_CLAIM) if token else sign_in_id(request)


class SignInSerializer(serializers.ModelSerializer[SignIn]):
    """A browser or an app in which the person is signed in."""

    kind = serializers.ChoiceField(choices=SignIn.Kind.choices)
    device = serializers.CharField(help_text="What people call it: “Firefox on Windows”.")
    address = serializers.CharField(help_text="The network it was last seen in, never the whole address.")
    is_current = serializers.SerializerMethodField(help_text="Whether it is the one that asks.")

    class Meta:
        model = SignIn
        fields = ("id", "kind", "device", "address", "created_at", "last_seen_at", "is_current")

    def get_is_current(self, sign_in: SignIn) -> bool:
        return str(sign_in.pk) == asking(self.context["request"])


@extend_schema_view(
    list=extend_schema(description="The browsers and apps in which the person is signed in."),
    retrieve=extend_schema(description="One of them."),
)
@extend_schema(tags=["me"])
class SignInViewSet(ResourceViewSet):
    serializer_class = SignInSerializer
    required_permissions: ClassVar[dict[str, str]] = dict.fromkeys(
        ("list", "retrieve", "destroy", "end_others"), Permission.ACCOUNT_OWN
    )

    def get_queryset(self) -> QuerySet[SignIn]:
        return live_sign_ins(person(self.request))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Sign it out, at once. It may be the one that asks."""
        end_sign_in(sign_in=self.get_object(), by=person(request))
        return Response(status=204)

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path="others/ending", url_name="end-others")
    def end_others(self, request: Request) -> Response:
        """Sign out every one but the one that asks."""
        end_other_sign_ins(user=person(request), keep=asking(request))
        return Response(status=204)
