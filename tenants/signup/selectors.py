"""Reading sign-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from tenants.registry.models import Tenant
from tenants.registry.services.provisioning import BUILDER_IS_DEAD_AFTER, MAX_ATTEMPTS
from tenants.signup.models import SignUp

if TYPE_CHECKING:
    from django.db.models import QuerySet

UNFINISHED = (Tenant.State.REQUESTED, Tenant.State.BUILDING, Tenant.State.FAILED)
BATCH = 50


def stuck_sign_ups() -> QuerySet[SignUp]:
    """Return sign-ups whose task was lost, failed, or whose builder died; those given up on are left to people."""
    return SignUp.objects.filter(
        tenant__state__in=UNFINISHED,
        tenant__attempts__lt=MAX_ATTEMPTS,
        tenant__state_changed_at__lt=timezone.now() - BUILDER_IS_DEAD_AFTER / 4,
    )[:BATCH]
