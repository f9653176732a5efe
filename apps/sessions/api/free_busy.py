"""When a trainer is free, and when not; not with whom."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.availability.selectors import joined, open_periods, without
from apps.common.api.views import ApiMixin
from apps.common.errors import InvalidInput
from apps.sessions.api import serializers as shapes
from apps.sessions.policies import held_elsewhere
from apps.sessions.selectors import busy_periods
from apps.sessions.services.people import find_trainer

if TYPE_CHECKING:
    from rest_framework.request import Request

LONGEST = timedelta(days=62)


@extend_schema(tags=["sessions"])
class FreeBusyView(ApiMixin):
    """Periods of one trainer, those that touch made one."""

    required_permission = Permission.CALENDAR_VIEW

    @extend_schema(
        operation_id="free_busy_retrieve",
        parameters=[shapes.FreeBusyQuerySerializer],
        responses=shapes.FreeBusySerializer,
    )
    def get(self, request: Request) -> Response:
        """Return when somebody is booked, or held on the booking page, and when they work and are not."""
        query = shapes.FreeBusyQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        values = query.validated_data
        since, until = values["from"].astimezone(UTC), values["to"].astimezone(UTC)
        if not since < until <= since + LONGEST:
            raise InvalidInput({"to": "Ask for up to 62 days after `from`."})
        trainer = find_trainer(values.get("trainer") or person(request).pk)
        booked = busy_periods(trainer_id=trainer.pk, client_ids=[], since=since, until=until)
        busy = joined([*booked, *held_elsewhere(trainer.pk, since, until)])
        free = without(open_periods(trainer.pk, since, until), busy)
        return Response(
            shapes.FreeBusySerializer(
                {
                    "trainer": trainer.pk,
                    "busy": [{"starts_at": start, "ends_at": end} for start, end in busy],
                    "free": [{"starts_at": start, "ends_at": end} for start, end in free],
                }
            ).data
        )
