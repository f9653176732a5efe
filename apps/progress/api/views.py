"""Measurements over the API: the same services that the pages call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.clients.selectors import clients_visible_to, records_visible_to
from apps.common.api.views import ApiMixin, ResourceViewSet
from apps.common.errors import InvalidInput
from apps.progress import services
from apps.progress.api import examples
from apps.progress.api import serializers as shapes
from apps.progress.models import Measurement
from apps.progress.selectors import measurements_visible_to, series_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request

    from apps.accounts.models import User

FILTERS = {
    "client": "client_id",
    "metric": "metric",
    "source": "source",
    "from": "taken_on__gte",
    "to": "taken_on__lte",
    "search": "note__icontains",
}


class MeasurementViewSet(ResourceViewSet):
    """Measurements of the clients that the person sees; clients have their own, guardians read their minors', the front desk none."""

    serializer_class = shapes.MeasurementSerializer
    queryset = Measurement.objects.none()
    required_permissions: ClassVar[dict[str, str]] = {
        "list": Permission.MEASUREMENTS_VIEW,
        "retrieve": Permission.MEASUREMENTS_VIEW,
        "create": Permission.MEASUREMENTS_EDIT,
        "bulk": Permission.MEASUREMENTS_EDIT,
        "partial_update": Permission.MEASUREMENTS_EDIT,
        "destroy": Permission.MEASUREMENTS_EDIT,
        "restoration": Permission.MEASUREMENTS_EDIT,
    }
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {
        "taken_on": ("taken_on", "id"),
        "created_at": ("created_at", "id"),
    }
    extra_problems: ClassVar[dict[str, str]] = {"412": "Somebody changed it first (If-Match)."}

    @property
    def person(self) -> User:
        return person(self.request)

    def get_queryset(self) -> QuerySet[Measurement]:
        if getattr(self, "swagger_fake_view", False):
            return Measurement.objects.none()
        return measurements_visible_to(self.person)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.action != "list":
            return queryset
        asked = shapes.MeasurementQuerySerializer(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        return queryset.filter(**{FILTERS[name]: value for name, value in asked.validated_data.items()})

    @extend_schema(parameters=[shapes.MeasurementQuerySerializer])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Measurements by day. What was measured at the intake stands in `clients/{id}/starting-measures/`."""
        return super().list(request, *args, **kwargs)

    @extend_schema(
        request=shapes.NewMeasurementSerializer,
        responses={201: shapes.MeasurementSerializer},
        examples=[examples.WEIGHED, examples.IN_POUNDS, examples.PRESSURE],
    )
    def create(self, request: Request) -> Response:
        """Write down one. The same value of the same day again changes nothing; another one answers 409."""
        body = self.validated(shapes.NewMeasurementSerializer)
        try:
            (one,) = self._record(body, [body])
        except InvalidInput as error:
            fields = {name.removeprefix("0."): texts for name, texts in error.fields.items()}
            raise InvalidInput(fields) from error
        return self.answer(one, status=201)

    @extend_schema(
        request=shapes.NewMeasurementsSerializer,
        responses={201: shapes.MeasurementSerializer(many=True)},
        examples=[examples.SEVERAL],
    )
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """Write down up to 500 of one client: all of them, or none."""
        body = self.validated(shapes.NewMeasurementsSerializer)
        try:
            made = self._record(body, body["measurements"])
        except InvalidInput as error:
            numbered = {
                (f"measurements.{name}" if "." in name else name): texts for name, texts in error.fields.items()
            }
            raise InvalidInput(numbered) from error
        return Response(shapes.MeasurementSerializer(made, many=True).data, status=201)

    @extend_schema(
        request=shapes.CorrectionSerializer, responses=shapes.MeasurementSerializer, examples=[examples.CORRECTED]
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Correct one. Honours If-Match."""
        one = self.get_object()
        body = self.validated(shapes.CorrectionSerializer)
        unit = body.pop("unit", "")
        if "value" in body:
            body["value"] = shapes.in_base(one.metric, body["value"], unit)
        changed = services.change_measurement(
            measurement_id=one.pk, by=self.person, expected_version=self.if_match(), **body
        )
        return self.answer(changed)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> Response:
        """Delete one. Honours If-Match. `measurements/{id}/restoration/` takes it back."""
        one = self.get_object()
        services.delete_measurement(measurement_id=one.pk, by=self.person, expected_version=self.if_match())
        return Response(status=204)

    @extend_schema(request=None, responses=shapes.MeasurementSerializer, examples=[examples.RESTORED])
    @action(detail=True, methods=["post"])
    def restoration(self, request: Request, pk: UUID) -> Response:
        """Take its deletion back; again changes nothing. 409 when the day has another value by now."""
        return self.answer(services.restore_deleted(measurement_id=pk, by=self.person))

    def _record(self, body: dict[str, Any], rows: Sequence[dict[str, Any]]) -> Sequence[Measurement]:
        """Write rows down for the client that the body names."""
        client_id = body.get("client") or self._own_client()
        readings = [
            services.Reading(
                metric=row["metric"],
                value=row["value"],
                taken_on=row.get("taken_on") or timezone.localdate(),
                note=row.get("note", ""),
                diastolic=row.get("diastolic"),
            )
            for row in rows
        ]
        return services.record_measurements(
            client_id=client_id, by=self.person, readings=readings, replace=body["replace"]
        )

    def _own_client(self) -> UUID:
        if self.person.is_team:
            raise InvalidInput({"client": "Say whose measurement it is."})
        return get_object_or_404(clients_visible_to(self.person)).pk


@extend_schema(tags=["clients"])
class ProgressView(ApiMixin):
    """Where a client stands, metric by metric."""

    required_permission = Permission.MEASUREMENTS_VIEW

    @extend_schema(operation_id="clients_progress_retrieve", responses=shapes.SeriesSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Return first and latest value and the change of every metric that was measured, the intake's among them.

        Clients ask for their own record, guardians for those of their minors (`me/record/`, `me/family/`).
        """
        client = get_object_or_404(records_visible_to(person(request)), pk=pk)
        rows = [shapes.shown_series(series) for series in series_of(client.pk)]
        return Response(shapes.SeriesSerializer(rows, many=True).data)
