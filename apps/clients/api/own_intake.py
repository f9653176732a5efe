"""A client's own intake over the API: `me/…`, the same resources that the team has under `clients/{id}/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.clients.api import intake, own_intake_shapes
from apps.clients.api.intake_shapes import GOAL
from apps.clients.custom import intake_fields
from apps.clients.records import intake_of, standing_of
from apps.clients.selectors import clients_visible_to
from apps.clients.services.intake import finish_intake, save_contact
from apps.clients.services.intake.finishing import open_steps
from apps.common.api.views import parse_if_match, set_etag
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from rest_framework import serializers
    from rest_framework.request import Request

    from apps.clients.models import Client, Intake


class Own(intake.OfClient):
    """Something of the client whose token this is."""

    reading = writing = Permission.RECORD_OWN

    def client(self) -> Client:
        client = clients_visible_to(person(self.request)).first()
        if client is None:
            raise NotFound(_("Your log-in belongs to no client yet."))
        return client


@extend_schema_view(
    get=extend_schema(operation_id="own_screening_retrieve", tags=["me"]),
    post=extend_schema(operation_id="own_screening_create", tags=["me"]),
)
class OwnScreeningView(Own, intake.ScreeningView):
    """Own answers; what a doctor said is written down by the team."""

    reading = writing = Permission.RECORD_OWN
    http_method_names = ("get", "post", "head", "options")


@extend_schema_view(
    get=extend_schema(operation_id="own_goals_list", tags=["me"]),
    post=extend_schema(operation_id="own_goals_create", tags=["me"]),
)
class OwnGoalsView(Own, intake.GoalsView):
    """Own goals."""


@extend_schema_view(
    put=extend_schema(operation_id="own_goals_update", tags=["me"], examples=[GOAL]),
    patch=extend_schema(operation_id="own_goals_state", tags=["me"], examples=[own_intake_shapes.REACHED]),
)
class OwnGoalView(Own, intake.GoalView):
    """One of them: said anew, or ended."""

    reading = Permission.RECORD_OWN


@extend_schema_view(
    get=extend_schema(operation_id="own_starting_measures_retrieve", tags=["me"]),
    patch=extend_schema(operation_id="own_starting_measures_update", tags=["me"]),
)
class OwnMeasuresView(Own, intake.MeasuresView):
    """Own first measures."""

    reading = writing = Permission.RECORD_OWN


@extend_schema_view(
    get=extend_schema(operation_id="own_consents_list", tags=["me"]),
    post=extend_schema(operation_id="own_consents_create", tags=["me"], examples=[own_intake_shapes.AGREED]),
)
class OwnConsentsView(Own, intake.ConsentsView):
    """What I agreed to."""


@extend_schema_view(post=extend_schema(operation_id="own_consents_withdraw", tags=["me"]))
class OwnConsentWithdrawalView(Own, intake.ConsentWithdrawalView):
    """Taking one back."""

    reading = Permission.RECORD_OWN


@extend_schema(tags=["me"])
class OwnDocumentsView(Own):
    @extend_schema(operation_id="own_documents_list", responses=own_intake_shapes.StandingSerializer(many=True))
    def get(self, request: Request, pk: None) -> Response:
        """Return what clients are asked to agree to, with its words, and where this one stands."""
        return Response(own_intake_shapes.StandingSerializer(standing_of(self.client().pk), many=True).data)


@extend_schema(tags=["me"])
class OwnIntakeView(Own):
    @extend_schema(operation_id="own_intake_retrieve", responses=own_intake_shapes.OwnIntakeSerializer)
    def get(self, request: Request, pk: None) -> Response:
        """Say how far it has come, what is still missing, and which questions of the business's own it asks."""
        client = self.client()
        return _shown(client, intake_of(client.pk))

    @extend_schema(operation_id="own_intake_finish", request=None, responses=own_intake_shapes.OwnIntakeSerializer)
    def post(self, request: Request, pk: None) -> Response:
        """Send it: 400 with what is missing, by step. Again changes nothing."""
        return _shown(self.client(), finish_intake(**self.who()))


class OwnStep(Own):
    """A step that is fields of the client."""

    step: ClassVar[str]
    shape: ClassVar[type[serializers.BaseSerializer[Any]]]

    def show(self, client: Client) -> Response:
        response = Response(self.shape(client, context={"request": self.request}).data)
        set_etag(response, client)
        return response

    def keep(self) -> Response:
        body, version = self.body(self.shape), parse_if_match(self.request)
        return self.show(save_contact(**self.who(), step=self.step, expected_version=version, **body))


@extend_schema(tags=["me"])
class OwnDetailsView(OwnStep):
    step, shape = "details", own_intake_shapes.OwnDetailsSerializer

    @extend_schema(operation_id="own_intake_details_retrieve", responses=own_intake_shapes.OwnDetailsSerializer)
    def get(self, request: Request, pk: None) -> Response:
        """Return what is known."""
        return self.show(self.client())

    @extend_schema(
        operation_id="own_intake_details_update",
        request=own_intake_shapes.OwnDetailsSerializer,
        responses=own_intake_shapes.OwnDetailsSerializer,
        examples=[own_intake_shapes.DETAILS],
    )
    def patch(self, request: Request, pk: None) -> Response:
        """Change it, and answer the business's own questions. Honours If-Match."""
        return self.keep()


@extend_schema(tags=["me"])
class OwnContactView(OwnStep):
    step, shape = "contact", own_intake_shapes.OwnContactSerializer

    @extend_schema(operation_id="own_intake_contact_retrieve", responses=own_intake_shapes.OwnContactSerializer)
    def get(self, request: Request, pk: None) -> Response:
        """Return whom to call, and the goal in the client's own words."""
        return self.show(self.client())

    @extend_schema(
        operation_id="own_intake_contact_update",
        request=own_intake_shapes.OwnContactSerializer,
        responses=own_intake_shapes.OwnContactSerializer,
        examples=[own_intake_shapes.CONTACT],
    )
    def patch(self, request: Request, pk: None) -> Response:
        """Change it. Honours If-Match."""
        return self.keep()


def _shown(client: Client, row: Intake) -> Response:
    parts = {"gaps": open_steps(client, row), "asked": intake_fields()}
    return Response(own_intake_shapes.OwnIntakeSerializer(row, context=parts).data)
