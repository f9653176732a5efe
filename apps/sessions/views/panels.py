"""What sessions show on the pages of lower rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.clients.selectors import clients_visible_to
from apps.sessions.selectors import upcoming_of_client

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

MOST_SHOWN = 5


class UpcomingView(PermissionRequired):
    """A client's next sessions, and a way to book one."""

    permission = Permission.CLIENTS_VIEW

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        client = clients_visible_to(request.user).filter(pk=pk).first()
        if client is None:
            raise Http404
        sessions = upcoming_of_client(request.user, client.pk, timezone.now())[:MOST_SHOWN]
        return render(request, "sessions/_upcoming.html", {"client": client, "sessions": sessions})
