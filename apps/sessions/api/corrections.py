"""Against what was said, and against the rules: acts of a session that need a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.decorators import action

from apps.accounts.api.permissions import person
from apps.common.api.views import ResourceViewSet
from apps.sessions import services
from apps.sessions.api import serializers as shapes

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request
    from rest_framework.response import Response

MISTAP = OpenApiExample("A thumb on the wrong button", request_only=True, value={"reason": "Wrong session tapped"})
KIND = OpenApiExample("Out of goodwill", request_only=True, value={"credit": "return", "reason": "Her train stood"})


class CorrectionActions(ResourceViewSet):
    def shown(self, pk: UUID, status: int = 200) -> Response:
        """Answer with the session as it is by now."""
        raise NotImplementedError

    @extend_schema(request=shapes.CorrectionSerializer, responses=shapes.SessionSerializer, examples=[MISTAP])
    @action(detail=True, methods=["post"])
    def correction(self, request: Request, pk: UUID) -> Response:
        """Take “completed” or “no-show” back within two days: the session is scheduled again."""
        session = self.get_object()
        body = self.validated(shapes.CorrectionSerializer)
        services.correct_session(session_id=session.pk, by=person(request), version=self.if_match(), **body)
        return self.shown(pk)

    @extend_schema(request=shapes.CreditSerializer, responses=shapes.SessionSerializer, examples=[KIND])
    @action(detail=True, methods=["post"])
    def credit(self, request: Request, pk: UUID) -> Response:
        """Spend the credit of who did not train, or give it back, against the booking rules."""
        session = self.get_object()
        body = self.validated(shapes.CreditSerializer)
        services.decide_credit(
            session_id=session.pk,
            by=person(request),
            choice=body["credit"],
            reason=body["reason"],
            client_id=body.get("client"),
            version=self.if_match(),
        )
        return self.shown(pk)
