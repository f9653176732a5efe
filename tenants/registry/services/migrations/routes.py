"""Which path each schema takes: one is drawn for all that stand at the same place."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import psycopg
from django.db.migrations.loader import MigrationLoader

from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.migrations.drawing import draw
from tenants.registry.services.migrations.results import Outcome, Result
from tenants.registry.services.migrations.scratch import UnknownMigrations
from tenants.registry.services.migrations.standing import read_applied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tenants.registry.services.migrations.finding import Candidate
    from tenants.registry.services.migrations.paths import Path
    from tenants.registry.services.migrations.standing import Applied

type Groups = list[tuple[Path, list[Candidate]]]


class Routes:
    """Paths by standing. The version column names the standing until a schema turns out to be elsewhere."""

    def __init__(self) -> None:
        self.standings: dict[str, Applied] = {}  # of schemas that were looked at
        self._of_version: dict[str, Applied] = {}
        self._paths: dict[Applied, Path | Exception] = {}

    def group(self, candidates: Sequence[Candidate]) -> tuple[Groups, list[Result]]:
        """Return the candidates by path, and results for those that have none."""
        groups: dict[Applied, list[Candidate]] = defaultdict(list)
        failures: list[Result] = []
        for candidate in candidates:
            try:
                groups[self._standing(candidate)].append(candidate)
            except psycopg.Error as error:
                said = str(error).strip().splitlines() or [""]
                failures.append(Result.of(candidate, Outcome.FAILED, f"{type(error).__name__}: {said[0]}"))
        found: Groups = []
        for applied, rows in groups.items():
            path = self._path(applied, rows[0].version)
            if isinstance(path, Exception):
                failures += [_without_path(row, applied, path) for row in rows]
            else:
                found.append((path, rows))
        return found, failures

    def _standing(self, candidate: Candidate) -> Applied:
        """Return where it stands, or should stand: that is checked in the transaction that migrates it."""
        if known := self.standings.get(candidate.schema_name) or self._of_version.get(candidate.version):
            return known
        with admin_session(candidate.database) as session:
            applied = read_applied(session, candidate.schema_name)
        self._of_version[candidate.version] = applied
        return applied

    def _path(self, applied: Applied, version: str) -> Path | Exception:
        if applied not in self._paths:
            try:
                self._paths[applied] = draw(applied, version)
            except Exception as error:  # noqa: BLE001 - a migration may raise anything; nobody was touched yet
                self._paths[applied] = error
        return self._paths[applied]


def _without_path(row: Candidate, applied: Applied, error: Exception) -> Result:
    said = (str(error).strip().splitlines() or [""])[0]
    if not isinstance(error, UnknownMigrations):
        return Result.of(row, Outcome.FAILED, f"fails in an empty schema: {type(error).__name__}: {said}")
    missing = set(MigrationLoader(None).graph.nodes) - applied
    return Result.of(row, Outcome.FAILED if missing else Outcome.AHEAD, said)
