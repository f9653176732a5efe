"""What takes place later than the request that asked for it."""

from __future__ import annotations

from celery import shared_task

from apps.accounts.services.recoveries import FINISH, finish_recovery


@shared_task(name=FINISH)
def finish(recovery_id: str) -> None:
    """Let a recovery take effect; the kind of the due row that the sweeper sends."""
    finish_recovery(recovery_id=recovery_id)
