"""Beginning a browser session for somebody who has just proved who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.accounts.models import User


def begin_session(request: HttpRequest, user: User) -> None:
    """Log the person in; the session's key is new."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])


def is_somebody_else(request: HttpRequest, user: User | None = None) -> bool:
    """Say whether another person is signed in in this browser: a link never replaces them."""
    return request.user.is_authenticated and (user is None or request.user.pk != user.pk)
