"""The look: the business's brand as a stylesheet, and the person's choice of light or dark."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from apps.common.business import current
from apps.common.colours import clamped

YEAR = 365 * 24 * 3600


@require_GET
@cache_control(public=True, max_age=YEAR, immutable=True)
def brand_stylesheet(request: HttpRequest) -> HttpResponse:
    """Answer the two numbers from which every brand colour is derived; the address carries the brand's version."""
    business = current()
    return HttpResponse(brand_css(business.brand_hue, business.brand_chroma), content_type="text/css")


def brand_css(hue: int, chroma: float) -> str:
    """Return the style sheet of a brand."""
    return f":root{{--brand-h:{hue % 360};--brand-c:{clamped(chroma):.3f}}}"


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep light, dark, or what the system says, in a cookie; then go back."""
    back = request.META.get("HTTP_REFERER", "/")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = redirect(back if is_ours else "/")
    theme = request.POST.get("theme", "")
    if theme in {"light", "dark"}:
        response.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    else:
        response.delete_cookie("theme")
    return response
