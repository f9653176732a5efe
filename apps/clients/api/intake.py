"""A client's intake over the API: sub-resources of `clients/{id}/`, and the business's documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.clients.api import intake_shapes as shapes
from apps.clients.models import Clearance, ConsentDocument
from apps.clients.records import (
    consents_of,
    documents,
    goals_of,
    intake_of,
    link_of,
    newest_versions,
    screenings_of,
    starting_measures,
)
from apps.clients.selectors import clients_visible_to
from apps.clients.services import intake as services
from apps.clients.services.intake import Filler
from apps.common.api.views import ApiMixin, ResourceViewSet, parse_if_match, set_etag
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.serializers import BaseSerializer

    from apps.accounts.models import User
    from apps.clients.models import Client

STALE: dict[str, str] = {"412": "Somebody changed it first (If-Match)."}


class OfClient(ApiMixin):
    """Something of one client; who may not see the client gets 404."""

    reading: ClassVar[Permission] = Permission.CLIENTS_VIEW
    writing: ClassVar[Permission] = Permission.CLIENTS_EDIT
    extra_problems: ClassVar[dict[str, str]] = STALE

    @property
    def required_permission(self) -> Permission:
        """The act that the method stands for."""
        is_reading = self.request is None or self.request.method in {"GET", "HEAD", "OPTIONS"}
        return self.reading if is_reading else self.writing

    def client(self) -> Client:
        return get_object_or_404(clients_visible_to(person(self.request)), pk=self.kwargs["pk"])

    def who(self) -> dict[str, Any]:
        return {"client_id": self.client().pk, "filler": Filler.signed_in(person(self.request))}

    def body(self, kind: type[BaseSerializer[Any]]) -> dict[str, Any]:
        serializer = kind(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return cast("dict[str, Any]", serializer.validated_data)

    def shown(self, kind: type[BaseSerializer[Any]], row: Any, status: int = 200) -> Response:
        response = Response(kind(row).data, status=status)
        set_etag(response, row)
        return response


@extend_schema(tags=["clients"])
class ClearanceView(OfClient):
    @extend_schema(operation_id="clients_clearance_retrieve", responses=shapes.ClearanceSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Say in a word whether the client may train: for everybody of the team."""
        latest = screenings_of(self.client().pk).first()
        word = latest.clearance if latest else Clearance.NONE
        return Response({"clearance": word, "is_due": latest is None or latest.is_due})


@extend_schema(tags=["clients"])
class ScreeningView(OfClient):
    reading = writing = Permission.HEALTH_VIEW

    @extend_schema(operation_id="clients_screening_retrieve", responses=shapes.ScreeningSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return the answers that count. 404 when nobody asked yet."""
        return self.shown(shapes.ScreeningSerializer, get_object_or_404(screenings_of(self.client().pk)[:1]))

    @extend_schema(
        operation_id="clients_screening_create",
        request=shapes.AnswersSerializer,
        responses={201: shapes.ScreeningSerializer},
        examples=[shapes.ANSWERS],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Answer the questionnaire; flags and clearance follow. What was answered before stays as it is."""
        who, body = self.who(), self.body(shapes.AnswersSerializer)
        screening = services.answer_screening(**who, answers=body["answers"], version=body["questionnaire"])
        return self.shown(shapes.ScreeningSerializer, screening, 201)

    @extend_schema(
        operation_id="clients_screening_update",
        request=shapes.DecisionSerializer,
        responses=shapes.ScreeningSerializer,
        examples=[shapes.DECISION],
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Write down what a doctor said. Honours If-Match."""
        client_id, by = self.client().pk, person(request)
        body, version = self.body(shapes.DecisionSerializer), parse_if_match(request)
        screening = services.decide_clearance(client_id=client_id, by=by, expected_version=version, **body)
        return self.shown(shapes.ScreeningSerializer, screening)


@extend_schema(tags=["clients"])
class GoalsView(OfClient):
    @extend_schema(operation_id="clients_goals_list", responses=shapes.GoalSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Goals of the client, active ones first; at most 200."""
        return Response(shapes.GoalSerializer(goals_of(self.client().pk)[:200], many=True).data)

    @extend_schema(
        operation_id="clients_goals_create",
        request=shapes.NewGoalSerializer,
        responses={201: shapes.GoalSerializer},
        examples=[shapes.GOAL],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Set a goal."""
        who, body = self.who(), self.body(shapes.NewGoalSerializer)
        return self.shown(shapes.GoalSerializer, services.add_goal(**who, **body), 201)


@extend_schema(tags=["clients"])
class GoalView(OfClient):
    reading = Permission.CLIENTS_EDIT

    @extend_schema(
        operation_id="clients_goals_update",
        request=shapes.NewGoalSerializer,
        responses=shapes.GoalSerializer,
        examples=[shapes.GOAL],
    )
    def put(self, request: Request, pk: UUID, goal: UUID) -> Response:
        """Say the whole goal anew. Honours If-Match."""
        return self._changed(goal, shapes.NewGoalSerializer)

    @extend_schema(
        operation_id="clients_goals_state", request=shapes.GoalStateSerializer, responses=shapes.GoalSerializer
    )
    def patch(self, request: Request, pk: UUID, goal: UUID) -> Response:
        """Achieve it, abandon it, or take it up again. Honours If-Match."""
        return self._changed(goal, shapes.GoalStateSerializer)

    def _changed(self, goal: UUID, kind: type[BaseSerializer[Any]]) -> Response:
        who = self.who()
        get_object_or_404(goals_of(who["client_id"]), pk=goal)
        body, version = self.body(kind), parse_if_match(self.request)
        changed = services.change_goal(**who, goal_id=goal, expected_version=version, **body)
        return self.shown(shapes.GoalSerializer, changed)


@extend_schema(tags=["clients"])
class MeasuresView(OfClient):
    reading = writing = Permission.HEALTH_VIEW

    @extend_schema(operation_id="clients_starting_measures_retrieve", responses=shapes.MeasuresSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return what was measured when the client began."""
        return self._shown()

    @extend_schema(
        operation_id="clients_starting_measures_update",
        request=shapes.MeasuresSerializer,
        responses=shapes.MeasuresSerializer,
        examples=[shapes.MEASURED],
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Keep first measures."""
        services.save_measures(**self.who(), **self.body(shapes.MeasuresSerializer))
        return self._shown()

    def _shown(self) -> Response:
        measures = starting_measures(self.client().pk)
        return Response({"measured_on": measures.on, "values": measures.values})


@extend_schema(tags=["clients"])
class IntakeView(OfClient):
    @extend_schema(operation_id="clients_intake_retrieve", responses=shapes.IntakeSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Say how far the intake has come."""
        return Response(shapes.IntakeSerializer(intake_of(self.client().pk)).data)

    @extend_schema(operation_id="clients_intake_finish", request=None, responses=shapes.IntakeSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Finish it; again changes nothing."""
        return Response(shapes.IntakeSerializer(services.finish_intake(**self.who())).data)


@extend_schema(tags=["clients"])
class LinkView(OfClient):
    reading = Permission.CLIENTS_EDIT

    @extend_schema(operation_id="clients_intake_link_retrieve", responses=shapes.LinkSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return the link that was sent last. 404 when there was none."""
        link = link_of(self.client().pk)
        if link is None:
            raise NotFound
        return Response(shapes.LinkSerializer(link).data)

    @extend_schema(operation_id="clients_intake_link_send", request=None, responses={201: shapes.LinkSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        """Mail the client a link to fill in the intake; the last one stops working."""
        link = services.send_link(client_id=self.client().pk, by=person(request))
        return Response(shapes.LinkSerializer(link).data, status=201)

    @extend_schema(operation_id="clients_intake_link_withdraw", responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Make the link worthless."""
        services.withdraw_link(client_id=self.client().pk, by=person(request))
        return Response(status=204)


@extend_schema(tags=["clients"])
class ConsentsView(OfClient):
    @extend_schema(operation_id="clients_consents_list", responses=shapes.ConsentSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Everything the client ever agreed to, newest first; at most 200."""
        return Response(shapes.ConsentSerializer(consents_of(self.client().pk)[:200], many=True).data)

    @extend_schema(
        operation_id="clients_consents_create",
        request=shapes.AgreeSerializer,
        responses={201: shapes.ConsentSerializer(many=True)},
        examples=[shapes.AGREED],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Keep that the client agreed; what stands already is left alone."""
        who, body = self.who(), self.body(shapes.AgreeSerializer)
        given = services.give_consents(**who, version_ids=body.pop("versions"), **body)
        return Response(shapes.ConsentSerializer(given, many=True).data, status=201)


@extend_schema(tags=["clients"])
class ConsentWithdrawalView(OfClient):
    reading = Permission.CLIENTS_EDIT

    @extend_schema(operation_id="clients_consents_withdraw", request=None, responses=shapes.ConsentSerializer)
    def post(self, request: Request, pk: UUID, consent: UUID) -> Response:
        """Take a consent back for the client."""
        withdrawn = services.withdraw_consent(**self.who(), consent_id=consent)
        return Response(shapes.ConsentSerializer(withdrawn).data)


class DocumentViewSet(ResourceViewSet):
    """What clients are asked to agree to."""

    serializer_class = shapes.DocumentSerializer
    queryset = ConsentDocument.objects.none()
    required_permissions: ClassVar[dict[str, str]] = {
        "list": Permission.CLIENTS_VIEW,
        "retrieve": Permission.CLIENTS_VIEW,
        "create": Permission.BUSINESS_EDIT,
        "update": Permission.BUSINESS_EDIT,
    }
    extra_problems: ClassVar[dict[str, str]] = STALE

    @property
    def person(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[ConsentDocument]:
        return documents().order_by()

    def get_serializer_context(self) -> dict[str, Any]:
        known = newest_versions() if self.action == "list" and self.request else None
        return {**super().get_serializer_context(), "versions": known}

    @extend_schema(
        request=shapes.NewDocumentSerializer, responses={201: shapes.DocumentSerializer}, examples=[shapes.WAIVER]
    )
    def create(self, request: Request) -> Response:
        """Add a document."""
        body = self.validated(shapes.NewDocumentSerializer)
        return self.answer(services.add_document(by=self.person, **body), status=201)

    @extend_schema(request=shapes.NewDocumentSerializer, responses=shapes.DocumentSerializer, examples=[shapes.WAIVER])
    def update(self, request: Request, pk: UUID) -> Response:
        """Say the whole document anew; other words are a new version, which clients are asked for. Honours If-Match."""
        known = self.get_object()
        body, version = self.validated(shapes.NewDocumentSerializer), self.if_match()
        document = services.change_document(document_id=known.pk, by=self.person, expected_version=version, **body)
        return self.answer(document)
