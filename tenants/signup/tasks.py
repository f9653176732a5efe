"""Building in the background."""

from __future__ import annotations

from celery import shared_task

from apps.common.tasks import send_on_commit
from tenants.signup.selectors import stuck_sign_ups
from tenants.signup.services.sign_ups import OPEN_BUSINESS, open_business


@shared_task(name=OPEN_BUSINESS)
def open_business_task(sign_up_id: str) -> None:
    """Build one business."""
    open_business(sign_up_id=sign_up_id)


@shared_task(name="tenants.signup.tasks.sweep_sign_ups")
def sweep_sign_ups() -> None:
    """Ask again for every business that got stuck."""
    for wish in stuck_sign_ups():
        send_on_commit(OPEN_BUSINESS, str(wish.pk))
