"""The last step of provisioning: the first rows of a business, and its doors open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from apps.common.business import MAIN
from tenants.registry.context import enter_business
from tenants.registry.postgres.typed import connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from tenants.registry.models import Tenant


def furnish_and_open(tenant: Tenant, furnish: Callable[[Tenant], None]) -> None:
    """Let `furnish` put the first rows in, and make the business ready, such that no business is ready without its rows.

    On main that is one transaction. On another server it is two: the rows first, then the state on main. Killed between
    them the business stays `building`; whoever builds it next starts from an empty schema. What waits for the rows'
    commit (letters, tasks) waits for the second one, because a task finds no business that is not ready.
    """
    if tenant.database == MAIN:
        with transaction.atomic():
            with enter_business(tenant.as_ref()):
                furnish(tenant)
            _open(tenant)
        return
    with enter_business(tenant.as_ref()), transaction.atomic():
        furnish(tenant)
        waiting, connection.run_on_commit = connection.run_on_commit, []
    _open(tenant)
    with enter_business(tenant.as_ref()):
        for _savepoints, act, _is_robust in waiting:
            act()


def _open(tenant: Tenant) -> None:
    tenant.become_ready()
    tenant.save()
