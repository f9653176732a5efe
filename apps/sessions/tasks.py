"""What takes place without anybody asking."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from apps.sessions.services.series import extend_series
from apps.sessions.services.series.making import EXTEND


@shared_task(name=EXTEND)
def extend(series_id: str) -> None:
    """Make the sessions of a series that came into sight; the kind of the due row that the sweeper sends."""
    extend_series(series_id=UUID(series_id))
