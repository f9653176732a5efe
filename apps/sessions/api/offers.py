"""A client's own waits over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.common.api.views import ApiMixin
from apps.common.errors import NotFound
from apps.sessions.api.groups import WaitingSerializer
from apps.sessions.selectors import waiting_of
from apps.sessions.services.waiting import accept_offer, decline_offer, leave_waiting_list

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request

ANSWERS = [("accept", "Take the place"), ("decline", "Leave it to the next"), ("leave", "Stop waiting")]


class AnswerSerializer(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=ANSWERS)


@extend_schema(tags=["sessions"])
class OwnWaitsView(ApiMixin):
    required_permission = Permission.RECORD_OWN

    @extend_schema(operation_id="me_waiting_list", responses=WaitingSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Return what the client waits for, offers first."""
        return Response(WaitingSerializer(waiting_of(person(request)), many=True).data)


@extend_schema(tags=["sessions"])
class OwnAnswerView(ApiMixin):
    required_permission = Permission.RECORD_OWN

    @extend_schema(operation_id="me_waiting_answer", request=AnswerSerializer, responses=WaitingSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Take the place that was offered, leave it to the next, or stop waiting."""
        body = AnswerSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        place = waiting_of(person(request)).filter(pk=pk).first()
        if place is None:
            raise NotFound
        if body.validated_data["answer"] == "leave":
            leave_waiting_list(session_id=place.session_id, client_id=place.client_id, by=person(request))
            place.refresh_from_db()
            return Response(WaitingSerializer(place).data)
        act = accept_offer if body.validated_data["answer"] == "accept" else decline_offer
        return Response(WaitingSerializer(act(waiting_id=pk, by=person(request))).data)
