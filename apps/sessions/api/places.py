"""Locations and rooms over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.common.api.views import ResourceViewSet
from apps.sessions import services
from apps.sessions.models import Location, Room
from apps.sessions.models.room import LONGEST_ADDRESS, LONGEST_NAME, MOST_SEATS
from apps.sessions.rooms import locations, rooms
from apps.sessions.services.closing_rooms import CHOICES

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.response import Response

LOCATION = "01941f29-7c00-7f8e-8d31-4f1f0c9a2b11"
NEW_LOCATION = OpenApiExample(
    "A gym", request_only=True, value={"name": "Northside", "address": "4 Mill Lane, Leeds LS9 8AB"}
)
NEW_ROOM = OpenApiExample(
    "A room for twelve", request_only=True, value={"location": LOCATION, "name": "Studio 2", "seats": 12}
)
MOVE_OUT = OpenApiExample(
    "What is booked moves",
    request_only=True,
    value={"sessions": "move", "into": "01941f29-7c00-7ad4-8a06-55b1ce20c0aa"},
)
IN_USE = {
    (409, "application/problem+json"): OpenApiResponse(
        response={
            "type": "object",
            "required": ["type", "title", "status", "code", "detail"],
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "code": {"type": "string", "enum": ["room_in_use", "double_booking", "conflict"]},
                "detail": {"type": "string"},
                "instance": {"type": "string"},
                "sessions": {"type": "array", "items": {"type": "string", "format": "uuid"}},
                "free_slots": {"type": "array", "items": {"type": "object"}},
            },
        },
        description="Something is booked there, or the other room is taken at one of the times.",
    )
}


class LocationSerializer(serializers.ModelSerializer[Location]):
    """A location of the business. `archived_at` is set once it is out of use."""

    class Meta:
        model = Location
        fields = ("id", "name", "address", "archived_at", "version")
        read_only_fields = fields


class RoomSerializer(serializers.ModelSerializer[Room]):
    """A room. `seats` is how many clients fit, null where nobody counts."""

    location = serializers.UUIDField(source="location_id")

    class Meta:
        model = Room
        fields = ("id", "location", "name", "seats", "archived_at", "version")
        read_only_fields = fields


class LocationChangeSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    address = serializers.CharField(max_length=LONGEST_ADDRESS, required=False, allow_blank=True)


class NewLocationSerializer(LocationChangeSerializer):
    name = serializers.CharField(max_length=LONGEST_NAME)


class RoomChangeSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    seats = serializers.IntegerField(min_value=1, max_value=MOST_SEATS, required=False, allow_null=True)


class NewRoomSerializer(RoomChangeSerializer):
    location = serializers.UUIDField()
    name = serializers.CharField(max_length=LONGEST_NAME)


class LocationArchivingSerializer(serializers.Serializer[Any]):
    """What becomes of sessions booked there; needed only when there are some."""

    sessions = serializers.ChoiceField(choices=CHOICES[:1], required=False)


class RoomArchivingSerializer(LocationArchivingSerializer):
    sessions = serializers.ChoiceField(choices=CHOICES, required=False)
    into = serializers.UUIDField(required=False, help_text="The other room, when they move.")


class PlaceQuerySerializer(serializers.Serializer[Any]):
    archived = serializers.BooleanField(default=False, help_text="Those out of use instead of those in use.")


class _PlaceViewSet(ResourceViewSet):
    required_permissions: ClassVar[dict[str, str]] = {
        "list": Permission.CALENDAR_VIEW,
        "retrieve": Permission.CALENDAR_VIEW,
        "create": Permission.BUSINESS_EDIT,
        "partial_update": Permission.BUSINESS_EDIT,
        "archive": Permission.BUSINESS_EDIT,
        "restore": Permission.BUSINESS_EDIT,
    }
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {"name": ("name", "id")}
    default_ordering = "name"
    extra_problems: ClassVar[dict[str, str]] = {"412": "Somebody changed it first (If-Match)."}

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.action != "list":
            return queryset
        query = PlaceQuerySerializer(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return queryset.filter(archived_at__isnull=not query.validated_data["archived"])

    @extend_schema(parameters=[PlaceQuerySerializer])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """By name; those in use, or those that are archived."""
        return super().list(request, *args, **kwargs)


class LocationViewSet(_PlaceViewSet):
    """Where the business holds sessions. The team sees all, owner and manager change them."""

    serializer_class = LocationSerializer
    queryset = Location.objects.none()

    def get_queryset(self) -> QuerySet[Location]:
        return locations() | locations(archived=True)

    @extend_schema(request=NewLocationSerializer, responses={201: LocationSerializer}, examples=[NEW_LOCATION])
    def create(self, request: Request) -> Response:
        """Add a location. A name that is there already is refused."""
        return self.answer(services.add_location(by=person(request), **self.validated(NewLocationSerializer)), 201)

    @extend_schema(request=LocationChangeSerializer, responses=LocationSerializer, examples=[NEW_LOCATION])
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Rename a location or correct its address. Honours If-Match."""
        body = self.validated(LocationChangeSerializer)
        location_id = self.get_object().pk
        changed = services.change_location(location_id=location_id, by=person(request), version=self.if_match(), **body)
        return self.answer(changed)

    @extend_schema(request=LocationArchivingSerializer, responses={200: LocationSerializer, **IN_USE})
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: UUID) -> Response:
        """Take a location out of use with its rooms. With sessions booked there it needs `sessions: "keep"`."""
        body, location_id = self.validated(LocationArchivingSerializer), self.get_object().pk
        return self.answer(services.archive_location(location_id=location_id, by=person(request), **body))

    @extend_schema(request=None, responses=LocationSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: UUID) -> Response:
        """Put a location back into use; its rooms one by one."""
        return self.answer(services.restore_location(location_id=self.get_object().pk, by=person(request)))


class RoomViewSet(_PlaceViewSet):
    """Rooms, each in a location. No room is booked twice."""

    serializer_class = RoomSerializer
    queryset = Room.objects.none()

    def get_queryset(self) -> QuerySet[Room]:
        return rooms() | rooms(archived=True)

    @extend_schema(request=NewRoomSerializer, responses={201: RoomSerializer}, examples=[NEW_ROOM])
    def create(self, request: Request) -> Response:
        """Add a room to a location in use."""
        body = self.validated(NewRoomSerializer)
        return self.answer(services.add_room(by=person(request), location_id=body.pop("location"), **body), 201)

    @extend_schema(request=RoomChangeSerializer, responses=RoomSerializer)
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Rename a room or say how many clients fit; what is booked already stays. Honours If-Match."""
        body, room_id = self.validated(RoomChangeSerializer), self.get_object().pk
        return self.answer(services.change_room(room_id=room_id, by=person(request), version=self.if_match(), **body))

    @extend_schema(request=RoomArchivingSerializer, responses={200: RoomSerializer, **IN_USE}, examples=[MOVE_OUT])
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: UUID) -> Response:
        """Take a room out of use. With sessions booked there, say whether they keep it or move into another."""
        body, room_id = self.validated(RoomArchivingSerializer), self.get_object().pk
        return self.answer(services.archive_room(room_id=room_id, by=person(request), **body))

    @extend_schema(request=None, responses=RoomSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: UUID) -> Response:
        """Put a room back into use."""
        return self.answer(services.restore_room(room_id=self.get_object().pk, by=person(request)))
