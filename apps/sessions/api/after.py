"""What comes after the hour over the API: how it was, and a slip taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.clients.permissions import may_see_health
from apps.common.api.views import ApiMixin, parse_if_match, set_etag
from apps.sessions.api.log import CLIENT, OfLog
from apps.sessions.api.serializers import SessionSerializer
from apps.sessions.models import SessionFeedback
from apps.sessions.models.states import TAKEN_BACK
from apps.sessions.selectors import sessions_visible_to, with_people
from apps.sessions.services.correcting import undo_slip
from apps.sessions.services.feedback import give_feedback

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request

SAID = OpenApiExample(
    "Hard, and the knee felt it",
    request_only=True,
    value={
        "rating": 4,
        "effort": 8.5,
        "has_pain": True,
        "pain_where": "Left knee",
        "pain_level": 3,
        "words": "Good hour.",
    },
)
SLIP = OpenApiExample("It was not over", request_only=True, value={"was": "completed"})


class FeedbackSerializer(serializers.Serializer[Any]):
    """How a session was. Pain is shown to who sees health, and to the client."""

    rating = serializers.IntegerField(min_value=1, max_value=5, allow_null=True, required=False)
    effort = serializers.DecimalField(
        max_digits=3,
        decimal_places=1,
        coerce_to_string=False,
        allow_null=True,
        required=False,
        help_text="RPE, 1 to 10.",
    )
    has_pain = serializers.BooleanField(allow_null=True, required=False)
    pain_where = serializers.CharField(max_length=200, allow_blank=True, required=False)
    pain_level = serializers.IntegerField(min_value=1, max_value=10, allow_null=True, required=False)
    words = serializers.CharField(max_length=2_000, allow_blank=True, required=False)
    is_own = serializers.BooleanField(read_only=True, help_text="The client said it themselves.")
    version = serializers.IntegerField(read_only=True)


class SlipSerializer(serializers.Serializer[Any]):
    """The state that was entered by mistake."""

    was = serializers.ChoiceField(choices=[str(state) for state in TAKEN_BACK])


@extend_schema(tags=["sessions"])
class FeedbackView(OfLog):
    """How a session was for a client."""

    @property
    def required_permission(self) -> Permission:
        return Permission.FEEDBACK_GIVE

    @extend_schema(operation_id="sessions_feedback_retrieve", parameters=[CLIENT], responses=FeedbackSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return what was said; 404 while nobody has said anything."""
        place = self.place(request, pk)
        return self._shown(request, get_object_or_404(SessionFeedback, session=pk, client=place.client_id))

    @extend_schema(
        operation_id="sessions_feedback_give",
        parameters=[CLIENT],
        request=FeedbackSerializer,
        responses=FeedbackSerializer,
        examples=[SAID],
    )
    def put(self, request: Request, pk: UUID) -> Response:
        """Say how it was, or say it anew. Once the client has, the team no longer does it for them (409). Honours If-Match."""
        place = self.place(request, pk)
        body = FeedbackSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        said = give_feedback(**self.named(request, place), version=parse_if_match(request), **body.validated_data)
        return self._shown(request, said)

    def _shown(self, request: Request, feedback: SessionFeedback) -> Response:
        user, data = person(request), dict(FeedbackSerializer(feedback).data)
        if user.is_team and not may_see_health(user):
            data = {name: value for name, value in data.items() if "pain" not in name}
        response = Response(data)
        set_etag(response, feedback)
        return response


@extend_schema(tags=["sessions"])
class SessionReopeningView(ApiMixin):
    """A start, a completion or a no-show taken back."""

    required_permission = Permission.SESSIONS_RUN

    @extend_schema(request=SlipSerializer, responses=SessionSerializer, examples=[SLIP])
    def post(self, request: Request, pk: UUID) -> Response:
        """Take it back within a quarter of an hour. A session that is no longer in that state stays as it is."""
        user = person(request)
        session = get_object_or_404(sessions_visible_to(user), pk=pk)
        body = SlipSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        undo_slip(session_id=session.pk, by=user, state=body.validated_data["was"], version=parse_if_match(request))
        shown = with_people(sessions_visible_to(user), user).get(pk=pk)
        response = Response(SessionSerializer(shown, context={"request": request}).data)
        set_etag(response, shown)
        return response
