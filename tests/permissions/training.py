"""The addresses of what happens during and after the hour, as the table has them."""

from __future__ import annotations

from typing import Any

from apps.accounts.permissions import Permission
from tests.permissions.accounts import OPEN

RUN, SEE, DO = Permission.SESSIONS_RUN, Permission.LOG_VIEW, Permission.TASKS_DO

TRAINING: dict[str, Any] = {
    **{
        f"session_log{part}": RUN
        for part in ("", "_operations", "_sets", "_exercises", "_restoration", "_observations")
    },
    "session_feedback": Permission.FEEDBACK_GIVE,
    "session_feedback_link": OPEN,  # the link in the mail is signed, for one client and session
    "session_reopening": RUN,
    "client_tasks_panel": DO,
    **{f"task{part}": DO for part in ("s", "", "_add", "_completion", "_reopening", "_deletion", "_restoration")},
    "sessions_api:feedback": Permission.FEEDBACK_GIVE,
    "sessions_api:reopening": RUN,
    **{f"sessions_api:task-{part}": DO for part in ("list", "detail", "completion", "reopening", "restoration")},
    "sessions_api:log": {"get": SEE, "post": RUN},
    "sessions_api:logged-exercise": RUN,
    "sessions_api:logged-exercise-restoration": RUN,
    "sessions_api:logged-set": RUN,
    "sessions_api:logged-set-restoration": RUN,
}
