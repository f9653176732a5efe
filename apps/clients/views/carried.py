"""What a form carries along: the version it was made from, and the id of what it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


def version_in(post: Mapping[str, str]) -> int:
    """Return the version that the form was made from; 0, which no row has, when it cannot be read."""
    text = post.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - a number


def uuid_in(text: str) -> UUID | None:
    """Return an id; nothing when it cannot be read."""
    try:
        return UUID(text)
    except ValueError:
        return None


def back_in(request: HttpRequest, otherwise: str) -> str:
    """Return the address of ours that the form or the link came from (`next`)."""
    back = request.POST.get("next") or request.GET.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else otherwise
