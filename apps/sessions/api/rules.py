"""The booking rules over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.common.api.views import ApiMixin, is_known, parse_if_match, set_etag
from apps.sessions.models import BookingRules
from apps.sessions.models.rules import LIMITS, RULES
from apps.sessions.selectors import booking_rules
from apps.sessions.services import change_booking_rules

if TYPE_CHECKING:
    from typing import Any

    from rest_framework.request import Request

NOTICE = OpenApiExample("Two days' notice", request_only=True, value={"cancel_notice_hours": 48, "no_show": "spend"})
HELP = {
    "buffer_minutes": "How long trainer and room stay taken after a session.",
    "cancel_notice_hours": "A client who cancels later than this before the start is late.",
    "late_cancel": "What becomes of the credit of a late cancellation.",
    "no_show": "What becomes of the credit of who does not come.",
    "self_booking": "Whether clients may book themselves.",
    "minimum_notice_minutes": "How long before its start a session can still be booked by a client.",
    "horizon_days": "How far ahead clients may book.",
    "slot_step_minutes": "Free times offered to clients start every so many minutes of the hour.",
    "offer_minutes": "How long who waits for a place has to answer an offer.",
}


class BookingRulesSerializer(serializers.ModelSerializer[BookingRules]):
    """What the business decided about booking."""

    class Meta:
        model = BookingRules
        fields = (*RULES, "version")
        read_only_fields = ("version",)
        extra_kwargs: ClassVar[dict[str, dict[str, Any]]] = {
            name: {"help_text": text}
            | ({"min_value": LIMITS[name][0], "max_value": LIMITS[name][1]} if name in LIMITS else {})
            for name, text in HELP.items()
        }


@extend_schema(tags=["sessions"])
class BookingRulesView(ApiMixin):
    extra_problems: ClassVar[dict[str, str]] = {"412": "Somebody changed it first (If-Match)."}

    @property
    def required_permission(self) -> Permission:
        is_read = self.request.method in {"GET", "HEAD", "OPTIONS"}
        return Permission.CALENDAR_VIEW if is_read else Permission.BUSINESS_EDIT

    @extend_schema(operation_id="booking_rules_retrieve", responses=BookingRulesSerializer)
    def get(self, request: Request) -> Response:
        """Return the rules of the business about booking."""
        response = _shown(booking_rules())
        return Response(status=304, headers={"ETag": response["ETag"]}) if is_known(request, response) else response

    @extend_schema(
        operation_id="booking_rules_partial_update",
        request=BookingRulesSerializer(partial=True),
        responses=BookingRulesSerializer,
        examples=[NOTICE],
    )
    def patch(self, request: Request) -> Response:
        """Decide otherwise; what is left out stays. Honours If-Match."""
        body = BookingRulesSerializer(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        rules = change_booking_rules(by=person(request), changes=body.validated_data, version=parse_if_match(request))
        return _shown(rules)


def _shown(rules: BookingRules) -> Response:
    response = Response(BookingRulesSerializer(rules).data)
    set_etag(response, rules)
    return response
