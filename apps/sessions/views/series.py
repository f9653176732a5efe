"""The page of one series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.sessions.models.states import State
from apps.sessions.recurrence.words import words_of_rule
from apps.sessions.repeating import series_visible_to, with_members

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

MOST_SHOWN = 20


class SeriesView(PermissionRequired):
    """The rule, who takes part, and what is still to come: which of them moved, and what was left out."""

    permission = Permission.CALENDAR_VIEW

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        series = with_members(series_visible_to(self.person)).filter(pk=pk).first()
        if series is None:
            raise Http404
        ahead = series.sessions.filter(state=State.SCHEDULED, starts_at__gt=timezone.now()).order_by("starts_at")
        sessions = list(ahead[: MOST_SHOWN + 1])
        context = {
            "series": series,
            "repeats": words_of_rule(series.timing),
            "sessions": sessions[:MOST_SHOWN],
            "has_more": len(sessions) > MOST_SHOWN,
            "next": sessions[0] if sessions else None,
            "left_out": sorted(series.timing.exceptions),
            "may_edit": self.person.may(Permission.SESSIONS_EDIT),
        }
        return render(request, "sessions/series.html", context)
