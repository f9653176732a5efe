"""The way from where some schemas stand to this release: legs, each one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tenants.registry.services.migrations.standing import digest, guard_sql, record_sql

if TYPE_CHECKING:
    from django.db.migrations import Migration
    from django.db.migrations.operations.base import Operation
    from django.db.migrations.state import ProjectState

    from tenants.registry.services.migrations.standing import Applied, Key


@dataclass(kw_only=True)
class Leg:
    """What is done in one transaction. `before` is where the schema must stand, `after` where it stands then."""

    before: Applied
    keys: tuple[Key, ...]
    content: str = ""

    def __post_init__(self) -> None:
        self.expected = digest(self.before)

    @cached_property
    def record(self) -> str:
        """What writes the leg's migrations down. Drawing lets a leg grow: nobody asks before it is whole."""
        return record_sql(self.keys)

    @property
    def after(self) -> Applied:
        return self.before | set(self.keys)


@dataclass(kw_only=True)
class SqlLeg(Leg):
    """Text recorded once, sent as it is."""

    sql: str = ""

    @cached_property
    def message(self) -> str:
        """What is sent to each schema: it fails unless the schema stands where the leg begins."""
        return guard_sql(self.expected) + self.sql + self.record + self.content


@dataclass(frozen=True)
class Step:
    """One operation with the states of the project before and after it, rendered once for all schemas."""

    operation: Operation
    before: ProjectState
    after: ProjectState


@dataclass(kw_only=True)
class CodeLeg(Leg):
    """One migration that Django runs in each schema."""

    migration: Migration
    steps: tuple[Step, ...]


@dataclass(kw_only=True)
class Path:
    """All legs from one standing, and what a schema that stands there is made of."""

    start: Applied
    shape: str
    full_shape: str
    lines: frozenset[str]
    legs: list[Leg] = field(default_factory=list)

    @property
    def keys(self) -> list[Key]:
        return [key for leg in self.legs for key in leg.keys]

    @property
    def runs_code(self) -> bool:
        return any(isinstance(leg, CodeLeg) for leg in self.legs)

    def leg_at(self, applied: Applied) -> int | None:
        """Return the number of the leg that starts here, one past the last for the end; None when it is not on the way."""
        standings = [leg.before for leg in self.legs] + [self.legs[-1].after if self.legs else self.start]
        return standings.index(applied) if applied in standings else None
