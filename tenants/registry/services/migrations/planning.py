"""What a run would do, found without touching anything."""

from __future__ import annotations

from collections import defaultdict
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from django.db.migrations.executor import MigrationExecutor

from apps.common.business import BusinessRef
from tenants.registry.context import enter_business
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.migrations.purity import is_pure
from tenants.registry.services.migrations.standing import read_applied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection

    from tenants.registry.services.migrations.finding import Candidate

type Plan = dict[tuple[str, ...], list[str]]


def plan(candidates: Sequence[Candidate]) -> Plan:
    """Return the schemas by what is to be done in them: `sql app.name`, or `code app.name` where Django runs it."""
    executor = MigrationExecutor(None)
    whole = [
        migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    ]
    nobody = BusinessRef(id="", schema_name="t_plan", subdomain="", name="", state="building")
    with enter_business(nobody):  # sends nothing; what an app may do depends on being in a business
        kinds = {migration: "sql" if is_pure(migration) else "code" for migration in whole}
    found: Plan = defaultdict(list)
    with ExitStack() as stack:
        sessions: dict[str, Connection[Any]] = {}
        for row in candidates:
            if row.database not in sessions:
                sessions[row.database] = stack.enter_context(admin_session(row.database))
            applied = read_applied(sessions[row.database], row.schema_name)
            steps = [m for m in whole if (m.app_label, m.name) not in applied and not set(m.replaces) & applied]
            found[tuple(f"{kinds[m]} {m.app_label}.{m.name}" for m in steps)].append(row.label)
    return dict(found)
