"""Sign-up over the API of the public host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.generics import RetrieveAPIView
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from apps.common.api.views import ApiMixin
from tenants.signup.api.serializers import SignUpRequestSerializer, SignUpSerializer
from tenants.signup.models import SignUp
from tenants.signup.services.sign_ups import sign_up
from tenants.signup.throttling import count_sign_up

if TYPE_CHECKING:
    from rest_framework.request import Request

EXAMPLE = OpenApiExample(
    "A new studio",
    value={
        "business_name": "Iron Temple",
        "subdomain": "iron-temple",
        "owner_name": "Nora Lindqvist",
        "email": "nora@iron-temple.example",
        "password": "a sentence works well",
    },
    request_only=True,
)


class SignUpsView(ApiMixin):
    """Open a business."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    is_open = True

    @extend_schema(request=SignUpRequestSerializer, responses={201: SignUpSerializer}, examples=[EXAMPLE])
    def post(self, request: Request) -> Response:
        """Reserve the address and start building; the owner's mail holds the confirmation link."""
        serializer = SignUpRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        count_sign_up(request._request)  # noqa: SLF001 - allauth counts Django's request, which DRF keeps here
        wish = sign_up(**serializer.validated_data)
        return Response(SignUpSerializer(wish, context={"request": request}).data, status=201)


class SignUpView(ApiMixin, RetrieveAPIView[SignUp]):
    """Where a sign-up stands."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    is_open = True
    serializer_class = SignUpSerializer
    queryset = SignUp.objects.select_related("tenant")

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer the state: the id in the address is random and known only to whoever signed up."""
        return super().get(request, *args, **kwargs)
