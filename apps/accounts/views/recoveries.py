"""The link in the letters about a recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from apps.accounts.services.recoveries import recovery_behind, stop_recovery
from apps.common.errors import DomainError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

GONE = 410


@method_decorator(never_cache, name="dispatch")
class RecoveryView(View):
    """Say what is asked, and stop it. Looking changes nothing: mail scanners look before people do."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            recovery, _email = recovery_behind(token)
        except DomainError as error:
            return _over(request, error)
        return render(request, "accounts/recovery.html", {"recovery": recovery})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            recovery = stop_recovery(token=token)
        except DomainError as error:
            return _over(request, error)
        return render(request, "accounts/recovery.html", {"recovery": recovery})


def _over(request: HttpRequest, error: DomainError) -> HttpResponse:
    return render(request, "accounts/recovery_over.html", {"error": error}, status=GONE)
