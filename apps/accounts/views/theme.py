"""Light or dark, kept with the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.accounts.models import User
from apps.accounts.models.user import Theme
from apps.accounts.services.profile import change_profile
from apps.common.views.appearance import choose_theme

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def keep_theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice in this browser, for the pages before signing in, and with the account of who is signed in."""
    response = choose_theme(request)
    if request.method == "POST" and isinstance(request.user, User):
        theme = request.POST.get("theme", "")
        change_profile(user=request.user, values={"theme": theme if theme in Theme.values else Theme.AUTO})
    return response
