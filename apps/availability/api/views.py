"""Working hours over the API: the same services that the pages call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.accounts.selectors import coaches
from apps.availability import services
from apps.availability.api import examples
from apps.availability.api import serializers as shapes
from apps.availability.models import TimeOff
from apps.availability.selectors import hours_of, openness_of, time_off_visible_to
from apps.availability.services.people import find_trainer
from apps.common.api.views import ApiMixin, ResourceViewSet, parse_if_match, set_etag
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request

LONGEST = timedelta(days=62)


@extend_schema(tags=["availability"])
class HoursApi(ApiMixin):
    """A trainer's usual week."""

    @property
    def required_permission(self) -> str:
        is_read = self.request.method in {"GET", "HEAD", "OPTIONS"}
        return Permission.AVAILABILITY_VIEW if is_read else Permission.AVAILABILITY_OWN

    @extend_schema(operation_id="availability_hours_retrieve", responses=shapes.HoursSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return the hours of somebody who trains."""
        return self._shown(find_trainer(pk).pk)

    @extend_schema(
        operation_id="availability_hours_update",
        request=shapes.HoursSerializer,
        responses=shapes.HoursSerializer,
        examples=[examples.HOURS],
    )
    def put(self, request: Request, pk: UUID) -> Response:
        """Say the whole week anew; weekdays left out are not worked. One's own; managers anybody's. Honours If-Match."""
        find_trainer(pk)
        body = shapes.HoursSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        services.set_hours(
            by=person(request),
            trainer_id=pk,
            week=shapes.week_in(body.validated_data),
            time_zone=body.validated_data["time_zone"],
            version=parse_if_match(request),
        )
        return self._shown(pk)

    def _shown(self, pk: UUID) -> Response:
        hours = hours_of(pk)
        response = Response(shapes.HoursSerializer(shapes.shown(hours)).data)
        set_etag(response, hours)
        return response


@extend_schema(tags=["availability"])
class TimeOffViewSet(ResourceViewSet):
    """Time off of trainers, and days on which the business is closed."""

    serializer_class = shapes.TimeOffSerializer
    queryset = TimeOff.objects.none()
    required_permissions: ClassVar[dict[str, str]] = {
        "list": Permission.AVAILABILITY_VIEW,
        "retrieve": Permission.AVAILABILITY_VIEW,
        "create": Permission.AVAILABILITY_OWN,
        "destroy": Permission.AVAILABILITY_OWN,
    }
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {"starts_on": ("starts_on", "id")}

    def get_queryset(self) -> QuerySet[TimeOff]:
        if getattr(self, "swagger_fake_view", False):
            return TimeOff.objects.none()
        return time_off_visible_to(person(self.request))

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.action != "list":
            return queryset
        query = shapes.TimeOffQuerySerializer(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return queryset.filter(**query.validated_data)

    @extend_schema(parameters=[shapes.TimeOffQuerySerializer])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Time off by its first day."""
        return super().list(request, *args, **kwargs)

    @extend_schema(
        request=shapes.NewTimeOffSerializer,
        responses={201: shapes.TimeOffSerializer},
        examples=[examples.HOLIDAY, examples.CLOSED],
    )
    def create(self, request: Request) -> Response:
        """Add time off. What is booked then stays."""
        body = self.validated(shapes.NewTimeOffSerializer)
        row = services.add_time_off(
            by=person(request),
            trainer_id=body.get("trainer", person(request).pk),
            starts_on=body["starts_on"],
            ends_on=body.get("ends_on") or body["starts_on"],
            from_minute=body["from_time"],
            until_minute=body["until_time"],
            reason=body["reason"],
        )
        return self.answer(row, status=201)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> Response:
        """Take it back."""
        services.remove_time_off(by=person(request), time_off_id=self.get_object().pk)
        return Response(status=204)


@extend_schema(tags=["availability"])
class OpenApi(ApiMixin):
    """When people work: their weeks without time off and holidays."""

    required_permission = Permission.AVAILABILITY_VIEW

    @extend_schema(
        operation_id="availability_open_list",
        parameters=[shapes.OpenQuerySerializer],
        responses=shapes.OpenSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Return when each trainer works, whatever is booked then."""
        query = shapes.OpenQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        since, until = window_in(query.validated_data)
        wanted = set(query.validated_data["trainer"])
        ids = [one.pk for one in coaches() if not wanted or one.pk in wanted]
        rows = [
            {"trainer": pk, "open": [{"starts_at": start, "ends_at": end} for start, end in one.periods(since, until)]}
            for pk, one in openness_of(ids, since, until).items()
        ]
        return Response(shapes.OpenSerializer(rows, many=True).data)


def window_in(query: dict[str, Any]) -> tuple[datetime, datetime]:
    """Return the asked time in UTC. Raises InvalidInput when it is empty or longer than two months."""
    since, until = query["from"].astimezone(UTC), query["to"].astimezone(UTC)
    if not since < until <= since + LONGEST:
        raise InvalidInput({"to": "Ask for up to 62 days after `from`."})
    return since, until
