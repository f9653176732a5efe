"""The platform's side of a recovery: audited here first, then done inside the business.

The audit stands on main and the business perhaps on another server, so these are two transactions. The first one says
what staff asked for: what the business then refuses stands in the audit too, and nothing is done without standing there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.accounts.selectors import recoveries
from apps.accounts.services.recoveries import Helper, hasten_recovery, open_recovery
from apps.common.errors import Conflict
from tenants.registry.context import enter_business
from tenants.registry.models import AuditEntry, Tenant

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import Recovery, User

SHOWN = 20


def recoveries_of(tenant: Tenant) -> list[Recovery]:
    """Return the latest recoveries of a business that runs; the only rows of one that staff see."""
    if tenant.state != Tenant.State.READY:
        return []
    with enter_business(tenant.as_ref()):
        return list(recoveries()[:SHOWN])


def ask_recovery(*, tenant: Tenant, email: str, identity_check: str, by: User) -> None:
    """Audit it and open it. Raises what `open_recovery` does, and Conflict when the business does not run."""
    _check(tenant)
    AuditEntry.objects.create(tenant=tenant, actor=by, act="recovery", reason=f"{email}: {identity_check}")
    with enter_business(tenant.as_ref()):
        open_recovery(email=email, identity_check=identity_check, by=_helper(by))


def confirm_recovery(*, tenant: Tenant, recovery_id: UUID, by: User) -> None:
    """Audit it and shorten the delay. Raises what `hasten_recovery` does, and Conflict when the business does not run."""
    _check(tenant)
    AuditEntry.objects.create(tenant=tenant, actor=by, act="recovery_confirmation", reason=str(recovery_id))
    with enter_business(tenant.as_ref()):
        hasten_recovery(recovery_id=recovery_id, by=_helper(by))


def _check(tenant: Tenant) -> None:
    if tenant.state != Tenant.State.READY:
        raise Conflict(_("The business does not run: open it first."))


def _helper(user: User) -> Helper:
    return Helper(user.pk, user.full_name)
