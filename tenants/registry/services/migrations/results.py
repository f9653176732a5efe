"""What became of each schema."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tenants.registry.services.migrations.finding import Candidate
    from tenants.registry.services.migrations.standing import Applied


class Outcome(StrEnum):
    MIGRATED = "migrated"
    CURRENT = "current"  # nothing to do but to write the version down
    ALTERED = "altered"  # somebody changed the schema by hand: left alone
    FAILED = "failed"
    ELSEWHERE = "elsewhere"  # stands at other migrations than its version says: to be tried from there
    AHEAD = "ahead"  # a newer release was here: left alone
    HELD = "held"  # a move of it was begun and is not finished: left alone
    GONE = "gone"  # dropped or moved away meanwhile
    STOPPED = "stopped"  # not reached


@dataclass(kw_only=True)
class Result:
    """What became of one schema."""

    schema_name: str
    tenant: str
    database: str
    was: str  # the version it stood at
    outcome: Outcome
    steps: list[str] = field(default_factory=list)  # the migrations that were applied now
    ms: float = 0.0
    retries: int = 0
    error: str = ""
    differences: list[str] = field(default_factory=list)
    stands_at: Applied = frozenset()
    disk_full: bool = False

    def as_json(self) -> dict[str, Any]:
        kept = {name: value for name, value in asdict(self).items() if name not in {"stands_at", "disk_full"}}
        return {**kept, "ms": round(self.ms, 2)}

    @property
    def is_good(self) -> bool:
        return self.outcome in {Outcome.MIGRATED, Outcome.CURRENT, Outcome.AHEAD, Outcome.GONE}

    @property
    def gave_up(self) -> bool:
        """Tell whether it failed after all attempts."""
        return self.outcome == Outcome.FAILED and self.retries > 0

    @property
    def moved(self) -> bool:
        """Tell whether it stands at this release now."""
        return self.outcome in {Outcome.MIGRATED, Outcome.CURRENT}

    @classmethod
    def of(cls, candidate: Candidate, outcome: Outcome, error: str = "") -> Result:
        return cls(
            schema_name=candidate.schema_name,
            tenant=candidate.label,
            database=candidate.database,
            was=candidate.version,
            outcome=outcome,
            error=error,
        )
