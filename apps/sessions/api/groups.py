"""The people of a group over the API: places, attendance, capacity, and who waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.common.api.views import ApiMixin, parse_if_match
from apps.common.errors import NotFound
from apps.sessions.api.examples import CLIENT
from apps.sessions.models.states import Attendance, CancelledBy, Credit
from apps.sessions.models.waiting import Turn
from apps.sessions.selectors import sessions_visible_to, waiting_for
from apps.sessions.services import groups
from apps.sessions.services.seats import MOST_SEATS
from apps.sessions.services.waiting import join_waiting_list, leave_waiting_list

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request

    from apps.sessions.models import TrainingSession

ADD = OpenApiExample("A client", request_only=True, value={"client": CLIENT})
FEVER = OpenApiExample("Ill", request_only=True, value={"by": "client", "reason": "Fever"})
TWELVE = OpenApiExample("Twelve fit in", request_only=True, value={"capacity": 12})
MARKS = [(Attendance.BOOKED, "booked"), (Attendance.CAME, "came"), (Attendance.NO_SHOW, "no_show")]


class PlaceSerializer(serializers.Serializer[Any]):
    """One client's place; one that was given up stays in the list as `cancelled`."""

    client = serializers.UUIDField(source="client_id")
    attendance = serializers.ChoiceField(choices=Attendance.choices)
    credit = serializers.ChoiceField(choices=Credit.choices, allow_blank=True)


class WaitingSerializer(serializers.Serializer[Any]):
    """Somebody in line; while `offered`, a seat is kept for them until `offer_until`."""

    id = serializers.UUIDField()
    session = serializers.UUIDField(source="session_id")
    client = serializers.UUIDField(source="client_id")
    state = serializers.ChoiceField(choices=Turn.choices)
    joined_at = serializers.DateTimeField()
    offer_until = serializers.DateTimeField(allow_null=True)


class WhoSerializer(serializers.Serializer[Any]):
    client = serializers.UUIDField()


class GoingSerializer(serializers.Serializer[Any]):
    by = serializers.ChoiceField(choices=CancelledBy.choices)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class MarkSerializer(serializers.Serializer[Any]):
    attendance = serializers.ChoiceField(choices=MARKS)


class CapacitySerializer(serializers.Serializer[Any]):
    capacity = serializers.IntegerField(
        min_value=1, max_value=MOST_SEATS, allow_null=True, help_text="Null is no limit."
    )


@extend_schema(tags=["sessions"])
class GroupView(ApiMixin):
    """Reads are the team's; what changes a group is for who may book."""

    @property
    def required_permission(self) -> Permission:
        is_read = self.request.method in {"GET", "HEAD", "OPTIONS"}
        return Permission.CALENDAR_VIEW if is_read else Permission.SESSIONS_EDIT

    def body(self, kind: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        found = kind(data=self.request.data)
        found.is_valid(raise_exception=True)
        return dict(found.validated_data)


class PlacesView(GroupView):
    extra_problems: ClassVar[dict[str, str]] = {"409": "`full`: no seat is left; put them on the waiting list."}

    @extend_schema(operation_id="sessions_clients_list", responses=PlaceSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Return everybody who has or had a place, and whether they came."""
        return _places(_session(request, pk))

    @extend_schema(
        operation_id="sessions_clients_create",
        request=WhoSerializer,
        responses={201: PlaceSerializer(many=True)},
        examples=[ADD],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Give a client a place in a group; who has one keeps it."""
        _session(request, pk)
        client_id = self.body(WhoSerializer)["client"]
        return _places(groups.add_client(session_id=pk, client_id=client_id, by=person(request)), status=201)


class PlaceRemovalView(GroupView):
    @extend_schema(
        operation_id="sessions_clients_removal",
        request=GoingSerializer,
        responses=PlaceSerializer(many=True),
        examples=[FEVER],
    )
    def post(self, request: Request, pk: UUID, client_id: UUID) -> Response:
        """Take a client out of a group that has not begun; the seat is offered to who waits longest."""
        _session(request, pk)
        body = self.body(GoingSerializer)
        session = groups.remove_client(
            session_id=pk, client_id=client_id, by=person(request), cancelled_by=body["by"], reason=body["reason"]
        )
        return _places(session)


class AttendanceView(GroupView):
    @property
    def required_permission(self) -> Permission:
        return Permission.SESSIONS_RUN

    @extend_schema(
        operation_id="sessions_clients_attendance", request=MarkSerializer, responses=PlaceSerializer(many=True)
    )
    def put(self, request: Request, pk: UUID, client_id: UUID) -> Response:
        """Say that one client of a group came or did not; `booked` takes it back."""
        _session(request, pk)
        attendance = self.body(MarkSerializer)["attendance"]
        session = groups.mark_attendance(session_id=pk, client_id=client_id, by=person(request), attendance=attendance)
        return _places(session)


class CapacityView(GroupView):
    @extend_schema(
        operation_id="sessions_capacity", request=CapacitySerializer, responses=CapacitySerializer, examples=[TWELVE]
    )
    def put(self, request: Request, pk: UUID) -> Response:
        """Say how many fit into a group. New seats are offered to who waits. Honours If-Match."""
        _session(request, pk)
        capacity = self.body(CapacitySerializer)["capacity"]
        session = groups.set_capacity(
            session_id=pk, by=person(request), capacity=capacity, version=parse_if_match(request)
        )
        return Response({"capacity": session.capacity})


class LineView(GroupView):
    @extend_schema(operation_id="sessions_waiting_list", responses=WaitingSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Return who waits for a place, the next first."""
        return Response(WaitingSerializer(waiting_for(_session(request, pk)), many=True).data)

    @extend_schema(
        operation_id="sessions_waiting_create",
        request=WhoSerializer,
        responses={201: WaitingSerializer},
        examples=[ADD],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Put a client at the end of the line of a full group."""
        _session(request, pk)
        client_id = self.body(WhoSerializer)["client"]
        place = join_waiting_list(session_id=pk, client_id=client_id, by=person(request))
        return Response(WaitingSerializer(place).data, status=201)


class TurnView(GroupView):
    @extend_schema(operation_id="sessions_waiting_destroy", responses={204: None})
    def delete(self, request: Request, pk: UUID, place: UUID) -> Response:
        """Take somebody out of the line; a place kept for them goes to the next."""
        turn = _session(request, pk).waiting.filter(pk=place).first()
        if turn is None:
            raise NotFound
        leave_waiting_list(session_id=pk, client_id=turn.client_id, by=person(request))
        return Response(status=204)


def _session(request: Request, pk: UUID) -> TrainingSession:
    return get_object_or_404(sessions_visible_to(person(request)), pk=pk)


def _places(session: TrainingSession, status: int = 200) -> Response:
    places = session.places.order_by("client__sort_name", "id")
    return Response(PlaceSerializer(places, many=True).data, status=status)
