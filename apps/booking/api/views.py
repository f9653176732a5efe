"""Booking over the API: the same services that the pages call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.booking import services
from apps.booking.api import examples
from apps.booking.api import serializers as shapes
from apps.booking.models import BookableType
from apps.booking.selectors import bookable_types
from apps.booking.services.choosing import find_offer
from apps.booking.services.family import own_record
from apps.booking.services.feeds import address_of_feed, renew_feed
from apps.booking.services.times import Wish, bookable_slots
from apps.common.api.views import ApiMixin, ResourceViewSet, set_etag
from apps.common.ids import uuid7

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request

    from apps.sessions.models import TrainingSession

SLOTS = {
    "type": "object",
    "required": ["free_slots"],
    "properties": {
        "free_slots": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["starts_at", "ends_at"],
                "properties": {name: {"type": "string", "format": "date-time"} for name in ("starts_at", "ends_at")},
            },
        }
    },
}


@extend_schema(tags=["booking"])
class BookableViewSet(ResourceViewSet):
    """What can be booked without asking."""

    serializer_class = shapes.BookableSerializer
    queryset = BookableType.objects.none()
    required_permissions: ClassVar[dict[str, str]] = {
        "list": Permission.SESSIONS_VIEW,
        "retrieve": Permission.SESSIONS_VIEW,
        "create": Permission.BUSINESS_EDIT,
        "partial_update": Permission.BUSINESS_EDIT,
        "destroy": Permission.BUSINESS_EDIT,
    }
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {"minutes": ("minutes", "id"), "name": ("name", "id")}
    extra_problems: ClassVar[dict[str, str]] = {"412": "Somebody changed it first (If-Match)."}

    def get_queryset(self) -> QuerySet[BookableType]:
        return bookable_types()

    @extend_schema(
        request=shapes.NewBookableSerializer, responses={201: shapes.BookableSerializer}, examples=[examples.FIRST]
    )
    def create(self, request: Request) -> Response:
        """Add what can be booked."""
        values = _values(self.validated(shapes.NewBookableSerializer))
        return self.answer(services.save_bookable(by=person(request), values=values), status=201)

    @extend_schema(
        request=shapes.BookableChangeSerializer, responses=shapes.BookableSerializer, examples=[examples.DEARER]
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change it. Honours If-Match."""
        row = self.get_object()
        values = _values(self.validated(shapes.BookableChangeSerializer))
        changed = services.save_bookable(by=person(request), bookable_id=row.pk, values=values, version=self.if_match())
        return self.answer(changed)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> Response:
        """Offer it no longer; what is booked stays."""
        services.archive_bookable(by=person(request), bookable_id=self.get_object().pk)
        return Response(status=204)


@extend_schema(tags=["booking"])
class OwnSlotsView(ApiMixin):
    """When a client may book themselves."""

    required_permission = Permission.RECORD_OWN

    @extend_schema(operation_id="me_bookable_slots", parameters=[shapes.OwnSlotQuerySerializer], responses={200: SLOTS})
    def get(self, request: Request) -> Response:
        """Return free times by the rules of the business; none while it does not let clients book."""
        query = shapes.OwnSlotQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        bookable, team = find_offer(asked["type"], asked.get("trainer"))
        client = own_record(person(request), asked.get("client"))
        wish = Wish(trainer_ids=team, duration=bookable.duration, client_ids=[client.pk])
        slots = bookable_slots(wish, since=asked.get("from"), until=asked.get("to"), count=asked["count"])
        return Response({"free_slots": [slot.as_json() for slot in slots]})


@extend_schema(tags=["booking"])
class OwnBookingsView(ApiMixin):
    """A client's own bookings."""

    required_permission = Permission.RECORD_OWN

    @extend_schema(
        operation_id="me_bookings_create",
        request=shapes.OwnBookingSerializer,
        responses={201: shapes.OwnSessionSerializer},
        examples=[examples.BOOK, examples.ANYBODY],
    )
    def post(self, request: Request) -> Response:
        """Book a session. A time that is gone answers 409 `time_taken` with the next free ones."""
        body = checked(shapes.OwnBookingSerializer, request)
        session = services.book_own(
            by=person(request),
            bookable_id=body["type"],
            trainer_id=body.get("trainer"),
            starts_at=body["starts_at"],
            client_id=body.get("client"),
            key=uuid7(),
        )
        return shown(session, 201)


@extend_schema(tags=["booking"])
class OwnBookingView(ApiMixin):
    """One of them."""

    required_permission = Permission.RECORD_OWN

    @extend_schema(
        operation_id="me_bookings_move",
        request=shapes.OwnMoveSerializer,
        responses=shapes.OwnSessionSerializer,
        examples=[examples.MOVE, examples.OTHER_DAY],
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Move it, or one's place in it into another group of the class; outside the notice of the business."""
        body = checked(shapes.OwnMoveSerializer, request)
        asked: dict[str, Any] = {"by": person(request), "session_id": pk, "client_id": body.get("client")}
        if "group" in body:
            return shown(services.move_place(to_id=body["group"], **asked))
        return shown(services.move_own(starts_at=body["starts_at"], **asked))


@extend_schema(tags=["booking"])
class OwnCancellationView(ApiMixin):
    """Calling one off."""

    required_permission = Permission.RECORD_OWN

    @extend_schema(
        operation_id="me_bookings_cancel",
        request=shapes.OwnCancellationSerializer,
        responses=shapes.OwnSessionSerializer,
        examples=[examples.CANCEL],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Cancel it; where others come too, give up the place. Within the notice it answers 409 `late` until that is accepted."""
        body = checked(shapes.OwnCancellationSerializer, request)
        body["client_id"] = body.pop("client", None)
        return shown(services.cancel_own(by=person(request), session_id=pk, **body))


@extend_schema(tags=["booking"])
class FeedView(ApiMixin):
    """The private address of one's own sessions, for calendar programs."""

    required_permission = Permission.SESSIONS_VIEW

    @extend_schema(operation_id="me_calendar_feed_retrieve", responses=shapes.FeedSerializer)
    def get(self, request: Request) -> Response:
        """Return the address."""
        return Response({"address": address_of_feed(person(request))})

    @extend_schema(operation_id="me_calendar_feed_renew", request=None, responses=shapes.FeedSerializer)
    def post(self, request: Request) -> Response:
        """Get another; the old one ends at once."""
        return Response({"address": renew_feed(by=person(request))})


def _values(body: dict[str, Any]) -> dict[str, Any]:
    """Return a checked body as the service takes it."""
    if "trainers" in body:
        body["trainer_ids"] = sorted(str(pk) for pk in body.pop("trainers"))
    return body


def checked(kind: type[Any], request: Request) -> dict[str, Any]:
    """Return the checked body."""
    body = kind(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def shown(session: TrainingSession, status: int = 200) -> Response:
    """Answer with a session of a client's own."""
    response = Response(shapes.OwnSessionSerializer(session).data, status=status)
    set_etag(response, session)
    return response
