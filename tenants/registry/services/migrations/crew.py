"""Many schemas at once: threads with sessions of their own, each bound to one server, fed one portion at a time.

Postgres does the work, and a thread that waits for it holds nobody up. Nothing is forked: the process may have threads that
hold a lock at that moment, which nobody would ever let go in the child.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING

from tenants.registry.services.migrations.results import Outcome, Result
from tenants.registry.services.migrations.walking import Walker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apps.common.business import BusinessRef
    from tenants.registry.services.migrations.finding import Candidate
    from tenants.registry.services.migrations.paths import Path

logger = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds for what is begun, when the run itself has broken


@dataclass(frozen=True)
class Portion:
    """Schemas of one server that go the same way."""

    path: Path
    candidates: Sequence[Candidate]

    @property
    def database(self) -> str:
        return self.candidates[0].database

    def results(self, outcome: Outcome, error: str) -> list[Result]:
        """Return the same result for all of them."""
        return [Result.of(row, outcome, error) for row in self.candidates]


@dataclass(kw_only=True)
class Crew:
    """So many threads a server. `stop` lets what is begun be finished and begins nothing more."""

    jobs: int
    lock_timeout: int
    full: bool
    refs: Mapping[str, BusinessRef]
    stopping: bool = False

    def stop(self) -> None:
        self.stopping = True

    def work(self, portions: Sequence[Portion]) -> Iterator[list[Result]]:
        """Give the results of each portion as they come in; at the end those that were not reached."""
        waiting: dict[str, deque[Portion]] = {}
        for portion in portions:
            waiting.setdefault(portion.database, deque()).append(portion)
        done: SimpleQueue[list[Result] | None] = SimpleQueue()
        threads = [
            threading.Thread(target=self._serve, args=(database, queue, done), name=f"migrates {database}", daemon=True)
            for database, queue in waiting.items()
            for _ in range(min(self.jobs, len(queue)))
        ]
        for thread in threads:
            thread.start()
        try:
            for _ in threads:
                while (results := done.get()) is not None:
                    yield results
        finally:
            self.stop()
            deadline = time.monotonic() + PATIENCE
            for thread in threads:
                thread.join(max(0, deadline - time.monotonic()))
        for queue in waiting.values():
            for portion in queue:
                yield portion.results(Outcome.STOPPED, "not reached")

    def _serve(self, database: str, waiting: deque[Portion], done: SimpleQueue[list[Result] | None]) -> None:
        """Work until nothing is left. Says `None` at the end, whatever happens."""
        walker = Walker(database, self.lock_timeout, refs=self.refs, full=self.full)
        try:
            while waiting and not self.stopping:
                try:
                    portion = waiting.popleft()
                except IndexError:  # another thread was faster
                    break
                results = self._walk(walker, portion)
                done.put(results)
                if any(result.gave_up for result in results) and walker.is_cut_off():
                    self._give_up(waiting, done)
        finally:
            walker.close()
            done.put(None)

    @staticmethod
    def _give_up(waiting: deque[Portion], done: SimpleQueue[list[Result] | None]) -> None:
        """Leave the rest of a server alone that did not come back: each portion would wait as long again."""
        with suppress(IndexError):
            while True:
                done.put(waiting.popleft().results(Outcome.STOPPED, "not reached: its server does not answer"))

    @staticmethod
    def _walk(walker: Walker, portion: Portion) -> list[Result]:
        try:
            return walker.walk(portion.path, portion.candidates)
        except Exception as error:
            logger.exception("A portion of businesses was not migrated")
            walker.close()
            return portion.results(Outcome.FAILED, f"{type(error).__name__}: run again")
