"""A whole run: one deploy at a time, public first, then everybody who is behind, until nobody new is found."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from psycopg import OperationalError as DriverError

from tenants.registry.models import Tenant
from tenants.registry.services.migrations.crew import Crew, Portion
from tenants.registry.services.migrations.finding import find, held_up, set_version
from tenants.registry.services.migrations.results import Outcome, Result
from tenants.registry.services.migrations.routes import Routes
from tenants.registry.services.migrations.walking import PAUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from apps.common.business import BusinessRef
    from tenants.registry.services.migrations.finding import Candidate
    from tenants.registry.services.migrations.lock import DeployLock

AT_ONCE = 50  # schemas a portion: one catalog query, one wait for the disk and one note in the register for all
AT_ONCE_WITH_CODE = 2
TIMES_ELSEWHERE = 3


@dataclass(kw_only=True)
class Run:
    """Migrates what `find` names. `note` hears every result; `crew` may be told to stop from a signal."""

    version: str
    lock: DeployLock
    jobs: int
    lock_timeout: int
    verify: bool = False
    subdomains: Collection[str] = ()
    away: Mapping[str, str]  # servers that cannot be used now, and why
    note: Callable[[Sequence[Result], int], None]
    results: dict[str, Result] = field(default_factory=dict)
    seconds: float = 0.0  # spent in the schemas, without drawing the paths
    crew: Crew | None = None

    def __post_init__(self) -> None:
        self._routes = Routes()
        self._elsewhere: dict[str, int] = defaultdict(int)
        self._stopping = False

    def stop(self) -> None:
        """Finish what is begun, begin nothing more."""
        self._stopping = True
        if self.crew:
            self.crew.stop()

    def __call__(self) -> list[Result]:
        """Return a result for each schema that was looked at."""
        while todo := self._todo():
            portions = self._portions(todo)
            self.crew = Crew(
                jobs=self.jobs,
                lock_timeout=self.lock_timeout,
                full=self.verify,
                refs=_refs(portions),
                stopping=self._stopping,
            )
            total = len(self.results) + sum(len(portion.candidates) for portion in portions)
            started = time.monotonic()
            for results in self.crew.work(portions):
                self._take(results, total)
            self.seconds += time.monotonic() - started
        self._find_gone()
        return list(self.results.values())

    def _todo(self) -> list[Candidate]:
        """Return those that nothing is known of yet: a business may have been opened at the old version meanwhile."""
        if self._stopping:
            return []
        found = find(other_than=None if self.verify else self.version, subdomains=self.subdomains)
        todo = [row for row in found if row.schema_name not in self.results]
        held = held_up() if todo else {}
        out_of_reach = [result for row in todo if (result := self._out_of_reach(row, held))]
        self._take(out_of_reach, len(self.results) + len(todo))
        return [row for row in todo if row.schema_name not in self.results]

    def _out_of_reach(self, row: Candidate, held: Mapping[str, str]) -> Result | None:
        if row.database not in settings.DATABASE_SERVERS:
            return Result.of(row, Outcome.FAILED, f"DATABASE_SERVERS names no server {row.database!r}")
        if reason := self.away.get(row.database):
            return Result.of(row, Outcome.FAILED, f"its server {row.database} cannot be used: {reason}")
        if kind := held.get(row.schema_name):
            said = f"a {kind} of it was begun and is not finished: finish or abort it, then run again"
            return Result.of(row, Outcome.HELD, said)
        return None

    def _portions(self, todo: list[Candidate]) -> list[Portion]:
        groups, failures = self._routes.group(todo)
        self._take(failures, len(todo))
        portions = []
        for path, candidates in groups:
            size = AT_ONCE_WITH_CODE if path.runs_code else AT_ONCE
            by_server = defaultdict(list)
            for candidate in candidates:
                by_server[candidate.database].append(candidate)
            for rows in by_server.values():
                size = max(1, min(size, -(-len(rows) // self.jobs)))
                portions += [Portion(path, rows[start : start + size]) for start in range(0, len(rows), size)]
        return portions

    def _take(self, results: Sequence[Result], total: int) -> None:
        """Write down in the register what was reached."""
        if not results:
            return
        patiently(self.lock.check)
        if good := [result.schema_name for result in results if result.moved]:
            patiently(lambda: set_version(good, self.version))
        for result in results:
            if result.outcome == Outcome.ELSEWHERE and self._again(result):
                continue
            self.results[result.schema_name] = result
        if any(result.disk_full for result in results):
            self.stop()
        self.note(results, total)

    def _again(self, result: Result) -> bool:
        self._routes.standings[result.schema_name] = result.stands_at
        self._elsewhere[result.schema_name] += 1
        if self._elsewhere[result.schema_name] < TIMES_ELSEWHERE:
            return True
        result.outcome, result.error = Outcome.FAILED, "does not stand still: is somebody else migrating it?"
        return False

    def _find_gone(self) -> None:
        """A schema that could not be found because its business was dropped meanwhile is no failure."""
        failed = [result for result in self.results.values() if result.outcome == Outcome.FAILED]
        if failed:
            present = {row.schema_name for row in find(other_than=None)}
            for result in failed:
                if result.schema_name not in present:
                    result.outcome = Outcome.GONE


def _refs(portions: Iterable[Portion]) -> dict[str, BusinessRef]:
    """Return what Python code of migrations may know of the businesses; nothing where only SQL is sent."""
    names = [row.schema_name for portion in portions if portion.path.runs_code for row in portion.candidates]
    return {tenant.schema_name: tenant.as_ref() for tenant in Tenant.objects.filter(schema_name__in=names)}


def patiently(act: Callable[[], Any]) -> Any:
    """Do something that needs the register, over a restart of Postgres."""
    for pause in PAUSES:
        try:
            return act()
        except (OperationalError, InterfaceError, DriverError):
            connection.close()
            time.sleep(pause)
    return act()
