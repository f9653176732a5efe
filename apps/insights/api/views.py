"""The page Today over the API: the same selectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.common.api.views import ApiMixin
from apps.insights.api.serializers import TodayQuerySerializer, TodaySerializer
from apps.insights.attention import tasks_for
from apps.insights.day import Day
from apps.insights.selectors import MOST_LISTED, numbers_for, quiet_clients, to_do_for, today_of
from apps.sessions.selectors import unfinished

if TYPE_CHECKING:
    from rest_framework.request import Request


@extend_schema(tags=["today"])
class TodayView(ApiMixin):
    required_permission = Permission.TODAY_VIEW

    @extend_schema(operation_id="today_retrieve", parameters=[TodayQuerySerializer], responses=TodaySerializer)
    def get(self, request: Request) -> Response:
        """Return the day: its sessions, what waits to be finished, who has gone quiet, and the recent weeks' numbers."""
        query = TodayQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        user, now = person(request), timezone.now()
        today = today_of(user, query.validated_data.get("who", ""))
        current = Day(today.sessions, now, has_gaps=False).current
        numbers = numbers_for(user, timezone.localdate())
        waiting = to_do_for(user, is_everybody=today.is_everybody)
        day = {
            "date": timezone.localdate(),
            "who": "all" if today.is_everybody else "me",
            "sessions": today.sessions,
            "current": current.pk if current else None,
            "unfinished": unfinished(user, now)[:MOST_LISTED],
            "follow_ups": [one for one in waiting if not one.is_task],
            "to_do": [one for one in waiting if one.is_task],
            "quiet_clients": quiet_clients(user, now) if user.may(Permission.CLIENTS_VIEW) else [],
            "tasks": tasks_for(user, now),
            "active_clients": numbers.active,
            "weeks": numbers.weeks,
            "attendance_change": numbers.attendance_change,
        }
        return Response(TodaySerializer(day).data)
