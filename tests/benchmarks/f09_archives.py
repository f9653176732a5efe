"""F9: one business out, in, away and gone, while ten, a hundred, a thousand others stand."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.many import build_many, drop_many, superuser
from tests.benchmarks.measure import Result
from tests.benchmarks.product import in_django

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tenants.registry.models import Tenant

ROUNDS = 5
SCHEMAS = (10, 100, 1_000)
LIMITS = {"export": 150.0, "import": 800.0, "drop": 200.0, "move, read only": 500.0}


def measure(size: int) -> list[Result]:
    """Time each act on 50,300 rows; `size` bounds how many schemas stand beside (1,000 by default)."""
    return in_django(lambda: _measure([count for count in SCHEMAS if count <= max(size, SCHEMAS[0])]))


def _measure(counts: list[int]) -> list[Result]:
    results = []
    with tempfile.TemporaryDirectory() as folder, second_server_known(Path(folder)):
        bench = Bench(Path(folder))
        for count in counts:
            bench.surround(count)
            results += bench.results(count)
        bench.clear()
    return results


class Bench:
    """The full business, and others around it."""

    def __init__(self, folder: Path) -> None:
        self.archive, self.dump = folder / "full.mecto", folder / "full.dump"
        self.full = build_full("full")
        self.others: list[str] = []

    def surround(self, count: int) -> None:
        """Let so many schemas stand in the database."""
        from tenants.registry.models.tenant import opaque_schema_name

        new = [opaque_schema_name() for _ in range(len(self.others), count)]
        build_many(new)
        self.others += new

    def clear(self) -> None:
        drop_many(self.others)

    def results(self, count: int) -> list[Result]:
        from tests.benchmarks.full_business import ROWS

        took: dict[str, list[float]] = {}
        for number in range(ROUNDS):
            for name, milliseconds in self._round(count, number):
                took.setdefault(name, []).append(milliseconds)
        beside = {"export": "pg_dump -n", "import": "pg_restore"}
        return [
            Result(
                goal="F9",
                name=f"{name}, {ROWS:,} rows, {count:,} schemas",
                value=median(took[name]),
                unit="ms",
                baseline=f"{beside[name]} {median(took[beside[name]]):.0f} ms" if name in beside else "none does it",
                limit=limit,
                size=ROWS,
                rounds=ROUNDS,
            )
            for name, limit in LIMITS.items()
        ]

    def _round(self, count: int, number: int) -> Iterator[tuple[str, float]]:
        from tenants.registry.services.archives.dropping import drop_business
        from tenants.registry.services.archives.exporting import export_business
        from tenants.registry.services.archives.importing import import_business
        from tenants.registry.services.archives.moving import move_business

        yield "export", _timed(lambda: export_business(tenant_id=self.full.pk, path=self.archive))
        yield "pg_dump -n", _timed(self._dump)
        copies: list[Tenant] = []
        subdomain = f"copy-{_letters(count)}-{_letters(number)}"
        yield "import", _timed(lambda: copies.append(import_business(path=self.archive, subdomain=subdomain)))
        yield "move, read only", move_business(tenant_id=copies[0].pk, to="east")["read_only_ms"]
        move_business(tenant_id=copies[0].pk, to="main")
        yield "drop", _timed(lambda: drop_business(tenant_id=copies[0].pk))
        yield "pg_restore", self._restore()

    def _dump(self) -> None:
        from django.conf import settings

        schema = self.full.schema_name
        _postgres("pg_dump", "-n", schema, "-Fc", "-Z0", "-f", str(self.dump), superuser(settings.DATA_DIR))

    def _restore(self) -> float:
        """Restore into a database of its own: pg_restore knows no other name for a schema."""
        from tenants.registry.postgres.admin import admin_session

        with admin_session("east") as session:
            session.execute(f"CREATE ROLE {self.full.schema_name} NOLOGIN".encode())
        took = _timed(lambda: _postgres("pg_restore", "-d", superuser(self.dump.parent / "east"), str(self.dump)))
        with admin_session("east") as session:
            session.execute(f"DROP SCHEMA {self.full.schema_name} CASCADE".encode())
            session.execute(f"DROP ROLE {self.full.schema_name}".encode())
        return took


def build_full(word: str) -> Tenant:
    """Make a business of 50,300 rows."""
    from tenants.registry.services.provisioning import build_business, request_business
    from tests.benchmarks.full_business import fill

    asked = request_business(
        name="Full House", subdomain=f"{word}-house", country="GB", currency="GBP", time_zone="UTC"
    )
    tenant = build_business(tenant_id=asked.pk, furnish=lambda _tenant: None)
    assert tenant is not None
    fill(tenant)
    return tenant


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _postgres(program: str, *arguments: str) -> None:
    from deploy.local.postgres import binary

    done = subprocess.run([binary(program), *arguments], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@contextmanager
def second_server_known(folder: Path) -> Iterator[dict[str, str]]:
    """Run another Postgres, which need not survive a crash, tell this process of it, and give what tells others."""
    from django.conf import settings

    from tests.harness.second_server import NAME, second_server

    with second_server(folder / NAME) as server:
        variables = server.variables | {"DATABASE_SERVERS": NAME}
        command = [sys.executable, "manage.py", "tenant_server", "prepare"]
        subprocess.run(command, env=os.environ | variables, check=True, capture_output=True)
        settings.DATABASE_SERVERS[NAME] = server.logins
        yield variables
