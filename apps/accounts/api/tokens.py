"""Log-in of machines and apps."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from apps.accounts.api.serializers import (
    AcceptanceSerializer,
    RefreshRequestSerializer,
    TokenPairSerializer,
    TokenRequestSerializer,
)
from apps.accounts.api.throttling import AccountThrottle
from apps.accounts.services import invitations, tokens
from apps.accounts.whence import device_of
from apps.common.api.throttling import ScopeThrottle
from apps.common.api.views import ApiMixin

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.throttling import BaseThrottle

LOG_IN = OpenApiExample(
    "Log in", value={"email": "nora@iron-temple.example", "password": "a sentence works well"}, request_only=True
)


class OpenView(ApiMixin):
    """Needs no token; counted tightly."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes: tuple[type[BaseThrottle], ...] = (ScopeThrottle,)
    throttle_scope = "token"
    is_open = True

    def get_authenticate_header(self, request: Request) -> str:
        """Let a bad token be 401: without authenticators the framework would answer 403."""
        return 'Bearer realm="api"'


@extend_schema(tags=["token"])
class TokenView(OpenView):
    throttle_classes = (ScopeThrottle, AccountThrottle)
    extra_problems = {
        "401": "`wrong_credentials`; who knows the password may hear `mfa_required` or `wrong_code`.",
        "403": "`email_unverified` or `account_inactive`.",
    }

    @extend_schema(
        operation_id="token_create", request=TokenRequestSerializer, responses=TokenPairSerializer, examples=[LOG_IN]
    )
    def post(self, request: Request) -> Response:
        """Exchange e-mail and password for tokens."""
        return Response(asdict(tokens.log_in(**_body(TokenRequestSerializer, request), device=device_of(request))))


@extend_schema(tags=["token"])
class TokenRefreshView(OpenView):
    throttle_scope = "refresh"
    extra_problems = {"401": "`token_not_valid`, `token_reused`, `signed_out` or `other_business`."}

    @extend_schema(operation_id="token_refresh", request=RefreshRequestSerializer, responses=TokenPairSerializer)
    def post(self, request: Request) -> Response:
        """Exchange a refresh token for a new pair. It works once: a second use takes back all of the person's tokens."""
        return Response(asdict(tokens.renew(**_body(RefreshRequestSerializer, request), device=device_of(request))))


@extend_schema(tags=["token"])
class TokenRevokeView(OpenView):
    throttle_scope = "refresh"

    @extend_schema(operation_id="token_revoke", request=RefreshRequestSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Take a refresh token back. Always 204: whether it was one of ours is not said."""
        tokens.revoke(**_body(RefreshRequestSerializer, request))
        return Response(status=204)


@extend_schema(tags=["invitations"])
class AcceptanceView(OpenView):
    """What the link in the mail does, for apps."""

    @extend_schema(
        operation_id="invitations_accept", request=AcceptanceSerializer, responses={201: TokenPairSerializer}
    )
    def post(self, request: Request) -> Response:
        """Accept an invitation: makes the log-in and answers its first tokens."""
        user = invitations.accept_invitation(**_body(AcceptanceSerializer, request))
        return Response(asdict(tokens.pair_for(user, device=device_of(request))), status=201)


def _body(serializer_class: type[Any], request: Request) -> dict[str, Any]:
    serializer = serializer_class(data=request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
