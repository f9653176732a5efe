"""A dependant's page, for the guardian who uses the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.clients.selectors import dependants_of
from apps.clients.services.values.phones import readable_phone
from apps.common.business import current
from apps.insights.views.client_home import family_panels, sessions_page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


class FamilyMemberView(PermissionRequired):
    """Sessions, progress and record of a minor whose guardian the person is; what the team wrote for itself is not here."""

    permission = Permission.RECORD_OWN

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        child = get_object_or_404(dependants_of(self.person), pk=pk)
        context = {
            "record": child,
            "phone": readable_phone(child.phone, country=current().country),
            "panels": family_panels(self.person, child),
            **sessions_page(self.person, child, timezone.now(), request.GET),
        }
        return render(request, "insights/family_member.html", context)
