"""The list as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect
from django.views import View

from apps.accounts.permissions import Permission
from apps.clients.selectors.asked import Asked
from apps.clients.services.exporting import export_clients
from apps.clients.views.base import PersonPage
from apps.common.downloads import csv_download
from apps.common.errors import TooMany

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class ExportView(PersonPage, View):
    """Send what the list shows, all pages of it."""

    permission = Permission.CLIENTS_EXPORT

    def post(self, request: HttpRequest) -> HttpResponseBase:
        asked = Asked.read(QueryDict(request.POST.get("query", "")).dict(), self.person)
        try:
            export = export_clients(by=self.person, asked=asked)
        except TooMany as error:
            messages.error(request, error.message)
            return redirect("clients")
        return csv_download(export.lines, file_name=export.file_name)
