"""Addresses people are sent to."""

from __future__ import annotations

from django.conf import settings


def business_url(subdomain: str, path: str = "/", *, is_secure: bool = False) -> str:
    """Return the full address of a page on a business's own host."""
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    scheme = "https" if is_secure else "http"
    return f"{scheme}://{subdomain}.{settings.BASE_DOMAIN}{port}{path}"
