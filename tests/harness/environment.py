"""A world for each test process, told through the environment before Django reads its settings (`-p` in pyproject.toml).

Postgres: a database of its own. Redis: a numbered database of its own. Files: a folder of its own. Processes that a test
starts inherit all of it.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from deploy.local.borrowed import in_database, own_redis

GIVEN = ("DATABASE_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "DATA_DIR")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
WORLD = ExitStack()


def given(name: str) -> str:
    """Return a variable as the command that started all test processes was given it."""
    return os.environ.setdefault(f"MECTO_TEST_{name}", os.environ.get(name, ""))


def base_database() -> str:
    """Name the prepared, empty database that all others are copies of."""
    return urlsplit(given("DATABASE_URL")).path.lstrip("/")


def own_database() -> str:
    """Name the database of this process."""
    return f"{base_database()}_{WORKER}"


def data_folder() -> Path:
    """Return the folder that all processes of this run share."""
    return Path(given("DATA_DIR"))


def enter() -> None:
    """Point this process at its own world."""
    if not all(given(name) for name in GIVEN):
        return  # `django_db_setup` says what to do, once a test asks for a database
    os.environ["DATABASE_URL"] = in_database(given("DATABASE_URL"), own_database())
    os.environ["DATABASE_ADMIN_URL"] = in_database(given("DATABASE_ADMIN_URL"), own_database())
    os.environ["REDIS_URL"] = WORLD.enter_context(own_redis(given("REDIS_URL")))
    own_folder = data_folder() / WORKER
    (own_folder / "static").mkdir(parents=True, exist_ok=True)
    os.environ["DATA_DIR"] = str(own_folder)


def pytest_unconfigure() -> None:
    """Leave the world as it was."""
    WORLD.close()


enter()
