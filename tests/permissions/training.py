"""The addresses of what happens during and after the hour, as the table has them."""

from __future__ import annotations

from typing import Any

from apps.accounts.permissions import Permission

RUN, SEE = Permission.SESSIONS_RUN, Permission.LOG_VIEW

TRAINING: dict[str, Any] = {
    **{
        f"session_log{part}": RUN
        for part in ("", "_operations", "_sets", "_exercises", "_restoration", "_observations")
    },
    "sessions_api:log": {"get": SEE, "post": RUN},
    "sessions_api:logged-exercise": RUN,
    "sessions_api:logged-exercise-restoration": RUN,
    "sessions_api:logged-set": RUN,
    "sessions_api:logged-set-restoration": RUN,
}
