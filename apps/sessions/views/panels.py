"""What sessions show on the pages of lower rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.clients.selectors import clients_visible_to
from apps.sessions.selectors import behind, upcoming_of_client

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

MOST_SHOWN, MOST_RECENT = 5, 3


class UpcomingView(PermissionRequired):
    """A client's next sessions, a way to book one, and the last that were."""

    permission = Permission.CLIENTS_VIEW

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        client = clients_visible_to(self.person).filter(pk=pk).first()
        if client is None:
            raise Http404
        now = timezone.now()
        context = {
            "client": client,
            "sessions": upcoming_of_client(self.person, client.pk, now)[:MOST_SHOWN],
            "recent": behind(self.person, client, now).order_by("-starts_at", "-id")[:MOST_RECENT],
        }
        return render(request, "sessions/_upcoming.html", context)
