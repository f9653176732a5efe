"""How many queries a page may take: baselines in one file, so that a change of them is seen in review."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

BASELINES = Path(__file__).resolve().parents[1] / "query_counts.json"
MOST = 12

type AssertQueries = Callable[[str], AbstractContextManager[None]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-query-counts", action="store_true", help="Write the counts that are seen as baselines.")


@pytest.fixture
def assert_queries(request: pytest.FixtureRequest) -> AssertQueries:
    """Compare the block's number of queries with the baseline of that name; never more than a page may take."""

    @contextmanager
    def check(name: str) -> Iterator[None]:
        with CaptureQueriesContext(connection) as captured:
            yield
        queries = [query["sql"] for query in captured.captured_queries if not _is_transaction_control(query["sql"])]
        listing = "\n".join(queries)
        assert len(queries) <= MOST, f"{name}: {len(queries)} queries, at most {MOST} are allowed:\n{listing}"
        if request.config.getoption("--update-query-counts"):
            _write(name, len(queries))
            return
        expected = _read().get(name)
        assert expected is not None, f"{name} has no baseline: run with --update-query-counts"
        assert len(queries) == expected, f"{name}: {len(queries)} queries, the baseline is {expected}:\n{listing}"

    return check


def _is_transaction_control(sql: str) -> bool:
    return sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK", "BEGIN", "COMMIT"))


def _read() -> dict[str, int]:
    return dict(json.loads(BASELINES.read_text(encoding="utf-8") or "{}")) if BASELINES.exists() else {}


def _write(name: str, count: int) -> None:
    with BASELINES.open("a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # other test processes write theirs
        counts = _read() | {name: count}
        BASELINES.write_text(json.dumps(dict(sorted(counts.items())), indent=2) + "\n", encoding="utf-8")
