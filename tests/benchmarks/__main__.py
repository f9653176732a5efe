"""The command: which goals, how large, where to write."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from tests.benchmarks import (
    calendar_month,
    clients_list,
    duplicates,
    f01_routing,
    f02_sign_up,
    f03_migrations,
    f04_backends,
    f05_idle,
    f06_pages,
    f09_archives,
    f10_start,
    free_slots,
    move_live,
    self_booking,
    web_vitals,
)
from tests.benchmarks.measure import Result

GOALS = {
    "F1": f01_routing.measure,
    "F2": f02_sign_up.measure,
    "F3": f03_migrations.measure,
    "F4": f04_backends.measure,
    "F5": f05_idle.measure,
    "F6": f06_pages.measure,
    "F9": f09_archives.measure,
    "F10": f10_start.measure,
    "calendar_month": calendar_month.measure,
    "clients_list": clients_list.measure,
    "duplicates": duplicates.measure,
    "free_slots": free_slots.measure,
    "move_live": move_live.measure,
    "self_booking": self_booking.measure,
    "web_vitals": web_vitals.measure,
}
PROJECT = Path(__file__).resolve().parents[2]
SHOWN = ("Django", "django-tenants", "psycopg", "gunicorn")


def main() -> int:
    """Measure and tell; 1 when a limit was missed."""
    options = _options()
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in SHOWN)
    print(f"Python {platform.python_version()}, {versions}; {os.cpu_count()} cores; size {options.size}")
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=PROJECT, env=environment, check=True)
    results = [result for goal in options.goals for result in GOALS[goal](options.size)]
    print(Result.heading())
    for result in results:
        print(result.row())
    if options.json:
        options.json.write_text(json.dumps([result.as_json() for result in results], indent=2) + "\n", encoding="utf-8")
    return 0 if all(result.met for result in results) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py bench", description=__doc__)
    parser.add_argument("goals", nargs="*", default=list(GOALS), metavar="GOAL", help=", ".join(GOALS))
    parser.add_argument("--json", type=Path, help="also write the results there")
    parser.add_argument(
        "--size", type=int, default=1000, metavar="N", help="requests a round; businesses there: up to a tenth of it"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
