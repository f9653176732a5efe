"""Places in groups over the API, for clients: what is coming, taken by oneself, waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.booking import services
from apps.booking.api import examples
from apps.booking.api import serializers as shapes
from apps.booking.api.views import checked, shown
from apps.booking.selectors import open_groups
from apps.common.api.views import ResourceViewSet

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request

    from apps.sessions.models import TrainingSession


@extend_schema(tags=["booking"])
class OwnGroupViewSet(ResourceViewSet):
    """Groups in which a client may take a place; none while the business shows none."""

    serializer_class = shapes.OpenGroupSerializer
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {"starts_at": ("starts_at", "id")}
    required_permissions: ClassVar[dict[str, str]] = dict.fromkeys(
        ("list", "retrieve", "places", "waiting"), Permission.RECORD_OWN
    )
    extra_problems: ClassVar[dict[str, str]] = {
        "409": "`full`: no seat is left, wait for one; or they are booked then."
    }

    def get_queryset(self) -> QuerySet[TrainingSession]:
        return open_groups()

    @extend_schema(
        request=shapes.OwnPlaceSerializer, responses={201: shapes.OwnSessionSerializer}, examples=[examples.FOR_MIA]
    )
    @action(detail=True, methods=["post"])
    def places(self, request: Request, pk: UUID) -> Response:
        """Take a place; who has one keeps it. It is given up with `me/bookings/{id}/cancellation/`."""
        client_id = checked(shapes.OwnPlaceSerializer, request).get("client")
        return shown(services.take_place(by=person(request), session_id=pk, client_id=client_id), 201)

    @extend_schema(
        request=shapes.OwnPlaceSerializer, responses={201: shapes.OwnTurnSerializer}, examples=[examples.FOR_MIA]
    )
    @action(detail=True, methods=["post"])
    def waiting(self, request: Request, pk: UUID) -> Response:
        """Stand in the line of a full group; left with `me/waiting/{id}/answer/`."""
        client_id = checked(shapes.OwnPlaceSerializer, request).get("client")
        turn = services.wait_for_place(by=person(request), session_id=pk, client_id=client_id)
        return Response(shapes.OwnTurnSerializer(turn).data, status=201)
