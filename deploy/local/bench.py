"""`manage.py bench`: the measurements of tests/benchmarks on services of their own."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

from deploy.local.console import Refusal
from deploy.local.supervisor import Interrupted, handling, interrupt
from deploy.local.temporary import temporary_services
from deploy.local.testing import build_front_end, run_to_end

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PORT = 8000


def main(project: Path, arguments: Sequence[str]) -> int:
    """Run the benchmarks with these arguments and give their exit code."""
    with handling(interrupt):
        try:
            with temporary_services("bench", port=PORT, durable=True) as (supervisor, environment):
                build_front_end(project, supervisor, environment)
                return run_to_end([sys.executable, "-m", "tests.benchmarks", *arguments], project, environment)
        except Interrupted:
            return 128 + signal.SIGINT
        except Refusal as refusal:
            sys.stderr.write(f"\n{refusal}\n")
            return 1
