"""Work due at some time: asked for in the same transaction as its cause, done by the platform's sweeper.

The table is public; Postgres lets a tenant's role touch only its own rows (row-level security).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from apps.common.business import schema_name
from apps.common.tasks import send_on_commit

if TYPE_CHECKING:
    from datetime import datetime, timedelta

_ADD = """INSERT INTO public.due_work (schema_name, kind, key, due_at) VALUES (%s, %s, %s, %s)
          ON CONFLICT (schema_name, kind, key) DO UPDATE SET due_at = excluded.due_at"""
_DROP = "DELETE FROM public.due_work WHERE schema_name = %s AND kind = %s AND key = ANY(%s)"


def schedule(*, kind: str, key: str, due_at: datetime) -> None:
    """Ask for work at a time; asking again for the same key moves it."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [schema_name(), kind, key, due_at])


def do_soon(*, task: str, key: str, again_after: timedelta) -> None:
    """Send a task on commit, and let the sweeper send it again should it or its worker die.

    The task takes its row back with `cancel(kind=task, keys=[key])` once it is done.
    """
    schedule(kind=task, key=key, due_at=timezone.now() + again_after)
    send_on_commit(task, key)


def cancel(*, kind: str, keys: list[str]) -> None:
    """Take back work that was asked for; unknown keys are fine."""
    with connection.cursor() as cursor:
        cursor.execute(_DROP, [schema_name(), kind, keys])
