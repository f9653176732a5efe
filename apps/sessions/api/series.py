"""Series over the API: the same services that the pages call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.common.api.views import ResourceViewSet
from apps.common.business import current
from apps.common.errors import InvalidInput
from apps.sessions.api import series_shapes as shapes
from apps.sessions.models import Series
from apps.sessions.recurrence.words import words_of_oddity, words_of_rule
from apps.sessions.repeating import series_visible_to, with_members
from apps.sessions.services import KEEP, Details
from apps.sessions.services.series import Scope, Wanted, book_series, cancel_series, change_series, preview_series

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request

    from apps.sessions.services.series import Plan

DETAILS = ("title", "location", "video_link", "notes")


class SeriesViewSet(ResourceViewSet):
    """Sessions that repeat by a rule. Each is a session of its own in `sessions/`, with the id of its series."""

    serializer_class = shapes.SessionSeriesSerializer
    queryset = Series.objects.none()
    required_permissions: ClassVar[dict[str, str]] = {
        "list": Permission.CALENDAR_VIEW,
        "retrieve": Permission.CALENDAR_VIEW,
        "create": Permission.SESSIONS_EDIT,
        "preview": Permission.SESSIONS_EDIT,
        "partial_update": Permission.SESSIONS_EDIT,
        "cancellation": Permission.SESSIONS_EDIT,
    }
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {"created_at": ("created_at", "id")}
    extra_problems: ClassVar[dict[str, str]] = {"412": "Somebody changed it first (If-Match)."}

    def get_queryset(self) -> QuerySet[Series]:
        if getattr(self, "swagger_fake_view", False):
            return Series.objects.none()
        return with_members(series_visible_to(person(self.request)))

    @extend_schema(
        request=shapes.NewSeriesSerializer,
        responses={201: shapes.SessionSeriesSerializer, **shapes.CLASHES},
        examples=[shapes.BOOK],
    )
    def create(self, request: Request) -> Response:
        """Book a series: all of its sessions, or none with 409 and the dates that are taken, or on which the trainer does not work."""
        wanted, anyway = self._wanted(request), bool(self.validated(shapes.NewSeriesSerializer)["book_anyway"])
        return self._shown(book_series(wanted, by=person(request), anyway=anyway).pk, status=201)

    @extend_schema(request=shapes.NewSeriesSerializer, responses=shapes.PreviewSerializer, examples=[shapes.BOOK])
    @action(detail=False, methods=["post"])
    def preview(self, request: Request) -> Response:
        """Show the dates that booking would make, and what is in their way. Writes nothing."""
        plan = preview_series(self._wanted(request), by=person(request))
        return Response(
            {
                "repeats": words_of_rule(plan.timing),
                "total": plan.total,
                "count": len(plan.occurrences),
                "dates": shapes.DateSerializer(_dates(plan), many=True).data,
            }
        )

    @extend_schema(
        request=shapes.SeriesChangeSerializer,
        responses={200: shapes.SessionSeriesSerializer, **shapes.CLASHES},
        examples=[shapes.MOVE],
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change one session, it and those after it, or all that have not begun. Honours If-Match.

        Where sessions lie before, those keep the old rule: the answer is then a new series for the rest.
        """
        series, body = self.get_object(), self.validated(shapes.SeriesChangeSerializer)
        minutes = body.pop("duration_minutes", None)
        changed = change_series(
            series_id=series.pk,
            by=person(request),
            scope=Scope(body.pop("scope")),
            session_id=body.pop("session", None),
            starts_at=body.pop("starts_at", None),
            duration=timedelta(minutes=minutes) if minutes else None,
            room_id=body.pop("room", KEEP),
            details=body,
            version=self.if_match(),
        )
        return self._shown(changed.series_id or series.pk)

    @extend_schema(
        request=shapes.SeriesCancellationSerializer, responses=shapes.SessionSeriesSerializer, examples=[shapes.CANCEL]
    )
    @action(detail=True, methods=["post"])
    def cancellation(self, request: Request, pk: UUID) -> Response:
        """Call off one session, it and those after it, or all that have not begun; what is over stays."""
        series, body = self.get_object(), self.validated(shapes.SeriesCancellationSerializer)
        cancel_series(
            series_id=series.pk,
            by=person(request),
            scope=Scope(body["scope"]),
            session_id=body.get("session"),
            cancelled_by=body["by"],
            reason=body["reason"],
            version=self.if_match(),
        )
        return self._shown(series.pk)

    def _wanted(self, request: Request) -> Wanted:
        body = self.validated(shapes.NewSeriesSerializer)
        return Wanted(
            trainer_id=body.get("trainer") or person(request).pk,
            client_ids=body["clients"],
            rule=body["rule"],
            first=body["starts_on"],
            clock=body["time"].replace(second=0, microsecond=0, tzinfo=None),
            zone=_zone(body.get("time_zone", "")),
            duration=timedelta(minutes=body["duration_minutes"]),
            kind=body["type"],
            room_id=body.get("room"),
            capacity=body.get("capacity"),
            details=Details(**{name: body[name] for name in DETAILS if name in body}),
            exceptions=frozenset(body["exceptions"]),
        )

    def _shown(self, pk: UUID, status: int = 200) -> Response:
        return self.answer(with_members(Series.objects.filter(pk=pk)).get(), status=status)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name) if name else current().zone
    except (KeyError, ValueError, OSError) as error:
        raise InvalidInput({"time_zone": "No time zone of this name."}) from error


def _dates(plan: Plan) -> list[dict[str, Any]]:
    clashes = {clash.occurrence: clash.message for clash in plan.clashes}
    outside = {one.occurrence: one.message for one in plan.outside}
    return [
        {
            "date": one.day,
            "starts_at": one.starts_at,
            "note": words_of_oddity(one, plan.timing),
            "clash": clashes.get(one, ""),
            "outside": outside.get(one, ""),
        }
        for one in plan.occurrences
    ]
