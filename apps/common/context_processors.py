"""What every page has at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject

from apps.common.business import current_or_none
from apps.common.links import page_address
from apps.common.navigation import account_links_for, new_actions_for, search_url_for, tabs_for

if TYPE_CHECKING:
    from django.http import HttpRequest

THEMES = ("light", "dark")


def page_token(request: HttpRequest) -> str:
    """Return the token against forged requests, one for the page: Django masks its own anew each time that a form asks."""
    if not hasattr(request, "page_token"):
        request.page_token = get_token(request)  # type: ignore[attr-defined] # our own mark
    return str(request.page_token)  # type: ignore[attr-defined] # as above


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the frame of the page: business, navigation, theme and the reference id for support."""
    theme = getattr(getattr(request, "user", None), "theme", "") or request.COOKIES.get("theme", "")
    nav = tabs_for(request)
    return {
        "csrf_token": SimpleLazyObject(lambda: page_token(request)),
        "business": current_or_none(),
        "nav": nav,
        "palette_url": page_address("palette") if nav else "",
        "account_links": account_links_for(request),
        "search_url": search_url_for(request),
        "new_actions": new_actions_for(request),
        "theme": theme if theme in THEMES else "",
        "request_id": getattr(request, "request_id", ""),
    }
