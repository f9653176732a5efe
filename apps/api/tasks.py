"""Tidying up."""

from __future__ import annotations

from celery import shared_task

from apps.api.services.idempotency import FORGET, forget_old_records


@shared_task(name=FORGET)
def forget(bucket: str) -> None:
    """Remove the idempotency records of yesterday; the kind of the due row that the sweeper sends."""
    forget_old_records(bucket=bucket)
