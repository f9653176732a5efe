"""F3: bringing every business to a release: one column, one Python step, nothing to do; stock on a few of them beside it."""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.benchmarks.idlers import grow
from tests.benchmarks.measure import Result, percentile
from tests.benchmarks.product import in_django
from tests.benchmarks.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (10, 100, 1000)
STOCK_SAMPLE = 2
JOBS = os.cpu_count() or 1
MODULE = "bench_migrations"
STEP = """from django.db import migrations, models
{code}
class Migration(migrations.Migration):
    dependencies = {depends}
    operations = [{operation}]
"""
COLUMN = 'migrations.AddField("Bench", "{name}", models.IntegerField(default=0))'
CODE = """
def fill(apps, schema_editor):
    apps.get_model("insights", "Bench").objects.create()
"""


def measure(size: int) -> list[Result]:
    """Measure at 10, 100 and 1,000 businesses, and at `size` where it is more; at `size` alone where it is less."""
    sizes = [number for number in SIZES if number <= size] or [size]
    return in_django(lambda: _measure([*sizes, *([size] if size > sizes[-1] else [])]))


def _measure(sizes: list[int]) -> list[Result]:
    from django.test import override_settings

    with tempfile.TemporaryDirectory() as folder:
        sys.path.insert(0, folder)
        with override_settings(MIGRATION_MODULES={"insights": MODULE}):
            return _Bench(Path(folder)).results(sizes)


class _Bench:
    """Writes migrations of an app that has none, and takes schemas along."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._report = folder / MODULE, folder / "report.json"
        self._folder.mkdir()
        (self._folder / "__init__.py").touch()
        self._count = 0
        self._add('migrations.CreateModel("Bench", [("id", models.BigAutoField(primary_key=True))])')

    def results(self, sizes: list[int]) -> list[Result]:
        from tenants.registry.models import Tenant

        Tenant.objects.update(state=Tenant.State.REQUESTED)  # the demo's rows are not what is measured
        found = []
        for size in sizes:
            self._open(size)
            found += self._at(size)
        return found

    def _at(self, size: int) -> list[Result]:
        rounds = 3
        ours, stock, live = [], [], []
        quiet = self._read_while(lambda: time.sleep(2))
        for _ in range(rounds):
            self._add(COLUMN.format(name=f"column{self._count}"))
            stock.append(self._stock())
            live.append(self._read_while(lambda: ours.append(self._ours())))
        idle = [self._nothing() for _ in range(5)]
        stock_idle = self._stock()
        self._add("migrations.RunPython(fill)", code=CODE)
        stock_code, code = self._stock(), self._ours()

        def result(name: str, value: float, unit: str, baseline: str, limit: float) -> Result:
            return Result(
                goal="F3", name=f"{name}, {size:,} schemas", value=value, unit=unit, baseline=baseline, limit=limit,
                size=size, rounds=rounds,
            )  # fmt: skip

        sample = f"(of {STOCK_SAMPLE})"
        extrapolated = f"stock {stock_idle * size:.0f} ms, extrapolated from {STOCK_SAMPLE}"
        return [
            result("added column, a tenant", median(ours), "ms", f"stock {median(stock):.0f} ms {sample}", 1.5),
            result("live p99 above quiet", median(live) - quiet, "ms", f"quiet {quiet:.2f} ms", 3),
            result("nothing to do, all", median(idle), "ms", extrapolated, 50),
            result("Python step, a tenant and core", code * JOBS, "ms", f"stock {stock_code:.0f} ms {sample}", 120),
        ]

    def _add(self, operation: str, code: str = "") -> None:
        from tenants.registry.services.scripts import fingerprint

        depends = [("insights", f"{self._count:04}_step")] if self._count else [("accounts", "0001_initial")]
        self._count += 1
        text = STEP.format(code=code, depends=depends, operation=operation)
        (self._folder / f"{self._count:04}_step.py").write_text(text, encoding="utf-8")
        importlib.invalidate_caches()
        fingerprint.cache_clear()  # this process lives through several releases

    def _open(self, count: int) -> None:
        """Make schemas at the migrations there are now, until there are so many."""
        from tenants.registry.postgres.admin import admin_session

        self._migrate()
        grow(count)
        with admin_session() as session:
            session.execute("ANALYZE (SKIP_LOCKED) public.tenants_tenant")

    def _ours(self) -> float:
        """Return the milliseconds a schema, from starting the workers to the last note in the register."""
        report = self._migrate()
        assert report["tenants"], "nobody was migrated"
        return float(report["migrating_seconds"]) * 1000 / len(report["tenants"])

    def _migrate(self) -> dict[str, Any]:
        from django.core.management import call_command

        call_command("migrate_tenants", verbosity=0, json=str(self._report))
        return dict(json.loads(self._report.read_text(encoding="utf-8")))

    def _nothing(self) -> float:
        """Return the milliseconds of the command on schemas that all stand at this release, connecting included."""
        from django.core.management import call_command

        started = time.perf_counter()
        call_command("migrate_tenants", verbosity=0)
        return (time.perf_counter() - started) * 1000

    def _stock(self) -> float:
        """Let django-tenants' own command migrate a few, and note in the register that they are done."""
        from django.core.management import call_command
        from django_tenants.postgresql_backend.introspection import DatabaseSchemaIntrospection

        from tenants.registry.models import Tenant
        from tenants.registry.postgres.typed import connection
        from tenants.registry.services.migrations.finding import set_version
        from tenants.registry.services.scripts import fingerprint

        ready = Tenant.objects.filter(state=Tenant.State.READY).order_by("created_at")[:STOCK_SAMPLE]
        names = [tenant.schema_name for tenant in ready]
        own, connection.introspection = connection.introspection, DatabaseSchemaIntrospection(connection)
        started = time.perf_counter()
        for name in names:
            call_command("migrate_schemas", tenant=True, schema_name=name, verbosity=0, interactive=False)
        took = (time.perf_counter() - started) * 1000 / max(1, len(names))
        connection.introspection = own
        connection.set_schema_to_public()
        set_version(names, fingerprint())
        return took

    def _read_while(self, act: Callable[[], object]) -> float:
        """Return the p99 in ms of one tenant's reader during the act: the last one, whose turn comes last."""
        from tenants.registry.models import Tenant
        from tenants.registry.postgres.admin import admin_session
        from tenants.registry.postgres.scope import scope_sql

        last = Tenant.objects.filter(state=Tenant.State.READY).latest("created_at").schema_name
        with admin_session() as session:
            parameters = f"{session.info.dsn} password={session.info.password}"
        reader = Reader(parameters, scope_sql(last))
        with reader:
            act()
        return percentile(reader.took, 0.99)
