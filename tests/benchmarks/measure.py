"""One measured number beside its baseline, and the CPU that processes used."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Result:
    """`value` and `limit` share a unit; `baseline` says what was measured beside it in the same run."""

    goal: str
    name: str
    value: float
    unit: str
    baseline: str
    limit: float
    size: int
    rounds: int

    @property
    def met(self) -> bool:
        return self.value <= self.limit

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "value": round(self.value, 4), "met": self.met}

    @staticmethod
    def heading() -> str:
        return f"\n{'goal':5} {'what':52} {'value':>10} {'limit':>8} {'':6} {'met':4} baseline"

    def row(self) -> str:
        met = "yes" if self.met else "NO"
        return (
            f"{self.goal:5} {self.name:52} {self.value:10.3f} {self.limit:8.2f} {self.unit:6} {met:4} {self.baseline}"
        )


def percentile(values: list[float], share: float) -> float:
    """Return the value that this share of all does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def cpu_of(pid: int) -> float:
    """Return the seconds of CPU, user and system, of another process; 0 where it is not on this machine."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def cpu_of_family(pid: int) -> float:
    """Return the seconds of CPU of a process and of all its children, those that have ended included."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return sum(map(int, fields[11:15])) / TICK + sum(cpu_of(int(child)) for child in children)


def parent_of(pid: int) -> int:
    """Return the process that started another."""
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
