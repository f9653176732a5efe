"""The owner's rule about the team's second step, over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.accounts.selectors import second_step_from, team_visible_to, without_second_factor
from apps.accounts.services.second_step_rule import require_second_step, stop_requiring_second_step
from apps.common.api.views import ApiMixin

if TYPE_CHECKING:
    from rest_framework.request import Request

FROM_ADVENT = OpenApiExample("From a day on", value={"starts_on": "2026-12-01"}, request_only=True)


class RuleSerializer(serializers.Serializer[Any]):
    """From when on the team needs a second step."""

    required_from = serializers.DateTimeField(allow_null=True, help_text="Null: everybody as they like.")
    without_second_step = serializers.IntegerField(help_text="Active members who have none.")


class NewRuleSerializer(serializers.Serializer[Any]):
    """The first day on which it is needed, as it begins in the business."""

    starts_on = serializers.DateField(help_text="Today is at once; at most 90 days ahead.")


@extend_schema(tags=["team"])
class SecondStepRuleView(ApiMixin):
    required_permission = Permission.TEAM_SECURITY
    extra_problems = {"409": "`second_step_first`: who asks has none."}

    @extend_schema(operation_id="team_second_step_retrieve", responses=RuleSerializer)
    def get(self, request: Request) -> Response:
        """Say whether the team needs a second step, and how many have none."""
        return _stands(request)

    @extend_schema(
        operation_id="team_second_step_update",
        request=NewRuleSerializer,
        responses=RuleSerializer,
        examples=[FROM_ADVENT],
    )
    def put(self, request: Request) -> Response:
        """Ask everybody of the team for a second step. Owners only, and only who has one."""
        body = NewRuleSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        require_second_step(starts_on=body.validated_data["starts_on"], by=person(request))
        return _stands(request)

    @extend_schema(operation_id="team_second_step_destroy", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Leave it to everybody again; what they set up stays."""
        stop_requiring_second_step(by=person(request))
        return Response(status=204)


def _stands(request: Request) -> Response:
    count = without_second_factor(team_visible_to(person(request)).filter(is_active=True)).count()
    return Response(RuleSerializer({"required_from": second_step_from(), "without_second_step": count}).data)
