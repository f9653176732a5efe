"""One act on a business at a time, and none beside a deploy: locks that die with their process, and a journal that does not."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import IntegrityError, transaction

from tenants.registry.models import AuditEntry, Operation
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.archives.errors import Busy, LockLost
from tenants.registry.services.migrations.lock import AnotherDeploy, name_session, share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from psycopg import Connection

    from apps.accounts.models import User
    from tenants.registry.models import Tenant


@contextmanager
def exclusive(tenant_id: UUID, *, does: str) -> Iterator[Callable[[], None]]:
    """Hold a business for one act, which `does` names to others.

    Gives a check that raises LockLost: a restart of Postgres may have let somebody else in.
    Raises Busy while another process, alive, has it or migrates all of them; a deploy waits for the end of the act.
    """

    def check() -> None:
        try:
            session.execute("SELECT 1")
        except psycopg.OperationalError as error:
            raise LockLost("The connection to Postgres was lost. Nothing is lost: begin again to finish.") from error

    with admin_session() as session:
        name_session(session, does)
        try:
            _take(session, tenant_id)
            yield check
        finally:
            # Closing the session lets go too, but only once its backend has noticed.
            with suppress(psycopg.OperationalError):
                session.execute("SELECT pg_advisory_unlock_all()")


def _take(session: Connection[Any], tenant_id: UUID) -> None:
    try:
        share(session)
    except AnotherDeploy as deploy:
        raise Busy(
            f"A deploy is migrating the businesses, or waits to ({deploy}): try again when it has ended."
        ) from deploy
    key = [str(tenant_id)]
    ((is_ours,),) = session.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 7201151003))", key).fetchall()
    if not is_ours:
        raise Busy("Another process is importing, moving or dropping this business.")


def open_operation(tenant: Tenant) -> Operation | None:
    """Return what was begun with a business and has not ended."""
    return Operation.objects.filter(tenant=tenant, finished_at=None).first()


def begin(*, tenant: Tenant, kind: str, by: User | None, reason: str, phase: str, **facts: Any) -> Operation:
    """Write down that an act begins, in the journal and in the audit. Raises Busy when another one is not ended."""
    try:
        with transaction.atomic():
            operation = Operation.objects.create(tenant=tenant, kind=kind, phase=phase, facts=facts)
            AuditEntry.objects.create(tenant=tenant, actor=by, act=kind, reason=reason)
    except IntegrityError as error:
        raise Busy("Another act on this business was begun: finish it first.") from error
    return operation
