"""Full addresses of pages, for letters and machines: what is made in a task has no request to ask."""

from __future__ import annotations

from django.conf import settings

from apps.common.business import current_or_none


def absolute(path: str) -> str:
    """Return the address of a path on the current business's host; on the public host outside a business."""
    business = current_or_none()
    host = business.host if business else settings.BASE_DOMAIN
    scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return f"{scheme}://{host}{port}{path}"
