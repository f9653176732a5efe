"""Addresses of pages: full ones for letters and machines (what is made in a task has no request to ask), and those that a page holds often."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.conf import settings
from django.urls import get_urlconf, reverse

from apps.common.business import current_or_none


def absolute(path: str) -> str:
    """Return the address of a path on the current business's host; on the public host outside a business."""
    business = current_or_none()
    host = business.host if business else settings.BASE_DOMAIN
    scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return f"{scheme}://{host}{port}{path}"


def page_address(url_name: str) -> str:
    """Return the path of a page without arguments, asked of Django once: every page names a dozen of them."""
    return _path(url_name, get_urlconf() or settings.ROOT_URLCONF)


def around_the_id(url_name: str) -> tuple[str, str]:
    """Return the path of a page about one row, cut where the row's id stands: `before`, `after`."""
    return _cut(url_name, get_urlconf() or settings.ROOT_URLCONF)


@cache
def _path(url_name: str, urlconf: str) -> str:
    return reverse(url_name, urlconf)


@cache
def _cut(url_name: str, urlconf: str) -> tuple[str, str]:
    some = UUID(int=0)
    before, _id, after = reverse(url_name, urlconf, args=[some]).partition(str(some))
    return before, after
