"""Django's sessions in the database, which also tell the list of sign-ins when a key changes (settings.SESSION_ENGINE)."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from apps.accounts.services.sign_ins import move_session
from apps.accounts.sessions import SIGN_IN_KEY


class SessionStore(DatabaseStore):
    """A session keeps its sign-in when a new password or a second log-in gives it a new key."""

    def cycle_key(self) -> None:
        before = self.session_key
        super().cycle_key()
        if before and SIGN_IN_KEY in self:
            move_session(before=before, after=self.session_key)
