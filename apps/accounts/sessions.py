"""The browser session of somebody who has proved who they are, and its line in the list of sign-ins."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import login

from apps.accounts.models import SignIn
from apps.accounts.services.sign_ins import begin_sign_in, end_all, see_sign_in
from apps.accounts.whence import device_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.accounts.models import User

SIGN_IN_KEY, SEEN_KEY = "sign_in", "seen_at"  # in the session's data
SEEN_EVERY = 600  # seconds


def begin_session(request: HttpRequest, user: User) -> None:
    """Log the person in; the session's key is new."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])


def is_somebody_else(request: HttpRequest, user: User | None = None) -> bool:
    """Say whether another person is signed in in this browser: a link never replaces them."""
    return request.user.is_authenticated and (user is None or request.user.pk != user.pk)


def sign_in_id(request: HttpRequest) -> str | None:
    """Return the sign-in of this browser; None for who is not signed in, or comes with a token."""
    return request.session.get(SIGN_IN_KEY)


def note_begin(*, request: HttpRequest, user: User, **_signal: Any) -> None:
    """Hear from Django that somebody logged in, on whichever way, and list the browser."""
    if SIGN_IN_KEY in request.session:  # proved it again
        return
    if not request.session.session_key:
        request.session.save()
    sign_in = begin_sign_in(user=user, device=device_of(request), session_key=request.session.session_key)
    request.session[SIGN_IN_KEY] = str(sign_in.pk)
    request.session[SEEN_KEY] = int(time.time())


def note_end(*, request: HttpRequest, **_signal: Any) -> None:
    """Hear from Django that somebody logs out, and take the browser off the list."""
    if current := sign_in_id(request):
        end_all(SignIn.objects.filter(pk=current))


def note_use(request: HttpRequest) -> None:
    """Note now and then that the browser is in use; a request in between costs nothing."""
    if not request.session.session_key or not (current := sign_in_id(request)):
        return
    if time.time() - request.session.get(SEEN_KEY, 0) >= SEEN_EVERY:
        see_sign_in(sign_in_id=current, device=device_of(request))
        request.session[SEEN_KEY] = int(time.time())
