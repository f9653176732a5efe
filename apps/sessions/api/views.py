"""Sessions over the API: the same services that the pages call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.accounts.permissions import Permission
from apps.common.business import current
from apps.sessions import services
from apps.sessions.api import examples
from apps.sessions.api import serializers as shapes
from apps.sessions.api.corrections import CorrectionActions
from apps.sessions.models import TrainingSession
from apps.sessions.selectors import narrowed, sessions_visible_to, with_people
from apps.sessions.services.people import find_clients, find_trainer
from apps.sessions.services.slots import next_free_slots

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request

    from apps.accounts.models import User

DETAILS = ("title", "location", "video_link", "notes")


class SessionViewSet(CorrectionActions):
    """Sessions that the person may see; what may not be seen does not exist (404)."""

    serializer_class = shapes.SessionSerializer
    queryset = TrainingSession.objects.none()
    required_permissions: ClassVar[dict[str, str]] = {
        "list": Permission.SESSIONS_VIEW,
        "retrieve": Permission.SESSIONS_VIEW,
        "slots": Permission.SESSIONS_EDIT,
        "create": Permission.SESSIONS_EDIT,
        "partial_update": Permission.SESSIONS_EDIT,
        "cancellation": Permission.SESSIONS_EDIT,
        "start": Permission.SESSIONS_RUN,
        "completion": Permission.SESSIONS_RUN,
        "no_show": Permission.SESSIONS_RUN,
        "notes": Permission.SESSIONS_RUN,
        "correction": Permission.SESSIONS_RUN,
        "credit": Permission.SESSIONS_SETTLE,
    }
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {
        "starts_at": ("starts_at", "id"),
        "created_at": ("created_at", "id"),
    }
    extra_problems: ClassVar[dict[str, str]] = {"412": "Somebody changed it first (If-Match)."}

    @property
    def person(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[TrainingSession]:
        if getattr(self, "swagger_fake_view", False):
            return TrainingSession.objects.none()
        return with_people(sessions_visible_to(self.person), self.person)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.action != "list":
            return queryset
        return narrowed(queryset, self.person, **self._query(shapes.SessionQuerySerializer))

    @extend_schema(parameters=[shapes.SessionQuerySerializer])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Sessions by start. Narrow them with the filters."""
        return super().list(request, *args, **kwargs)

    @extend_schema(
        request=shapes.NewSessionSerializer,
        responses={201: shapes.SessionSerializer, **examples.CLASH},
        examples=[examples.BOOK],
    )
    def create(self, request: Request) -> Response:
        """Book a session. A clash answers 409 with the next free times, and so does a time outside the trainer's hours."""
        body = self.validated(shapes.NewSessionSerializer)
        session = services.schedule_session(
            by=self.person,
            trainer_id=body.get("trainer") or self.person.pk,
            client_ids=body["clients"],
            starts_at=body["starts_at"],
            duration=timedelta(minutes=body["duration_minutes"]),
            kind=body["type"],
            capacity=body.get("capacity"),
            details=services.Details(**{name: body[name] for name in DETAILS if name in body}),
            anyway=body["book_anyway"],
        )
        return self.shown(session.pk, status=201)

    @extend_schema(
        request=shapes.SessionChangeSerializer,
        responses={200: shapes.SessionSerializer, **examples.CLASH},
        examples=[examples.MOVE],
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Move a session, or describe it differently. Honours If-Match."""
        session = self.get_object()
        body = self.validated(shapes.SessionChangeSerializer)
        minutes = body.pop("duration_minutes", None)
        services.change_session(
            session_id=session.pk,
            by=self.person,
            version=self.if_match(),
            starts_at=body.pop("starts_at", None),
            duration=timedelta(minutes=minutes) if minutes else None,
            anyway=body.pop("book_anyway"),
            details=body,
        )
        return self.shown(session.pk)

    @extend_schema(request=None, responses=shapes.SessionSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, pk: UUID) -> Response:
        """Begin a session now. Starting a running one changes nothing."""
        services.start_session(session_id=self.get_object().pk, by=self.person, version=self.if_match())
        return self.shown(pk)

    @extend_schema(
        request=shapes.CompletionSerializer, responses=shapes.SessionSerializer, examples=[examples.COMPLETE]
    )
    @action(detail=True, methods=["post"])
    def completion(self, request: Request, pk: UUID) -> Response:
        """Finish a session; `notes` are added to its outcome, `client_notes` to what the client reads."""
        body = self.validated(shapes.CompletionSerializer)
        services.complete_session(session_id=self.get_object().pk, by=self.person, version=self.if_match(), **body)
        return self.shown(pk)

    @extend_schema(
        request=shapes.CancellationSerializer, responses=shapes.SessionSerializer, examples=[examples.CANCEL]
    )
    @action(detail=True, methods=["post"])
    def cancellation(self, request: Request, pk: UUID) -> Response:
        """Call a session off; its time is free at once."""
        session = self.get_object()
        body = self.validated(shapes.CancellationSerializer)
        services.cancel_session(
            session_id=session.pk,
            by=self.person,
            cancelled_by=body["by"],
            reason=body["reason"],
            version=self.if_match(),
        )
        return self.shown(pk)

    @extend_schema(request=None, responses=shapes.SessionSerializer)
    @action(detail=True, methods=["post"], url_path="no-show")
    def no_show(self, request: Request, pk: UUID) -> Response:
        """Write down that nobody came; possible from the hour it was booked for."""
        services.mark_no_show(session_id=self.get_object().pk, by=self.person, version=self.if_match())
        return self.shown(pk)

    @extend_schema(request=shapes.NoteSerializer, responses=shapes.SessionSerializer)
    @action(detail=True, methods=["post"])
    def notes(self, request: Request, pk: UUID) -> Response:
        """Add a paragraph to the outcome, to what the client reads, or to both."""
        session = self.get_object()
        body = self.validated(shapes.NoteSerializer)
        services.note_session(session_id=session.pk, by=self.person, version=self.if_match(), **body)
        return self.shown(pk)

    @extend_schema(parameters=[shapes.SlotQuerySerializer], responses=shapes.SlotsSerializer)
    @action(detail=False, methods=["get"], pagination_class=None)
    def slots(self, request: Request) -> Response:
        """Return the next times at which trainer and clients are free, inside the trainer's working hours."""
        query = self._query(shapes.SlotQuerySerializer)
        trainer = find_trainer(query.get("trainer") or self.person.pk)
        slots = next_free_slots(
            trainer_id=trainer.pk,
            client_ids=find_clients(query["client"], by=self.person, is_locked=False),
            duration=timedelta(minutes=query["duration_minutes"]),
            after=max(query.get("after") or timezone.now(), timezone.now()),
            zone=current().zone,
            count=query["count"],
        )
        return Response({"free_slots": [slot.as_json() for slot in slots]})

    def shown(self, pk: UUID, status: int = 200) -> Response:
        """Answer with the session as it is by now."""
        return self.answer(with_people(TrainingSession.objects.filter(pk=pk), self.person).get(), status=status)

    def _query(self, kind: type[Any]) -> dict[str, Any]:
        serializer = kind(data=self.request.query_params)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)
