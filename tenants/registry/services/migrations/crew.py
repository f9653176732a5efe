"""Many schemas at once: processes that inherit the paths, each bound to one server, fed one portion at a time."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from django.db import connections

from tenants.registry.services.migrations.results import Outcome, Result
from tenants.registry.services.migrations.walking import Walker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from multiprocessing.process import BaseProcess

    from apps.common.business import BusinessRef
    from tenants.registry.services.migrations.finding import Candidate
    from tenants.registry.services.migrations.paths import Path


@dataclass(frozen=True)
class Portion:
    """Schemas of one server that go the same way."""

    path: Path
    candidates: Sequence[Candidate]

    @property
    def database(self) -> str:
        return self.candidates[0].database


@dataclass(kw_only=True)
class Crew:
    """So many processes a server. `stop` lets what is begun be finished and begins nothing more."""

    jobs: int
    lock_timeout: int
    full: bool
    refs: Mapping[str, BusinessRef]
    stopping: bool = False

    def stop(self) -> None:
        self.stopping = True

    def work(self, portions: Sequence[Portion]) -> Iterator[list[Result]]:
        """Give the results of each portion as they come in. Nobody waits for a worker that died."""
        waiting: dict[str, deque[int]] = {}
        for number, portion in enumerate(portions):
            waiting.setdefault(portion.database, deque()).append(number)
        connections.close_all()  # a session must not be shared with a child
        workers = [
            _Worker(self, portions, database)
            for database, queue in waiting.items()
            for _ in range(min(self.jobs, len(queue)))
        ]
        try:
            yield from self._feed(portions, workers, waiting)
        finally:
            for worker in workers:
                worker.hang_up()  # all of them first: a process holds copies of the pipes made before it
            for worker in workers:
                worker.see_off()

    def _feed(
        self, portions: Sequence[Portion], workers: list[_Worker], waiting: dict[str, deque[int]]
    ) -> Iterator[list[Result]]:
        busy: dict[Connection, _Worker] = {}
        for worker in workers:
            self._give(worker, waiting, busy)
        while busy:
            for pipe in wait(list(busy)):
                worker = busy.pop(pipe)  # type: ignore[call-overload] # what was given to `wait` comes back
                results = worker.take()
                self._give(worker, waiting, busy)
                yield results
        for queue in waiting.values():
            yield [Result.of(row, Outcome.STOPPED, "not reached") for n in queue for row in portions[n].candidates]

    def _give(self, worker: _Worker, waiting: dict[str, deque[int]], busy: dict[Connection, _Worker]) -> None:
        if worker.is_alive and not self.stopping and (queue := waiting[worker.database]):
            worker.give(queue.popleft())
            busy[worker.pipe] = worker


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, crew: Crew, portions: Sequence[Portion], database: str) -> None:
        self.database = database
        self._portions = portions
        self._number = 0
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe()
        arguments = (theirs, self.pipe, crew, portions, database)
        self._process: BaseProcess = context.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    @property
    def is_alive(self) -> bool:
        return self._process.is_alive()

    def give(self, number: int) -> None:
        self._number = number
        self.pipe.send(number)

    def take(self) -> list[Result]:
        try:
            results: list[Result] = self.pipe.recv()
        except (EOFError, OSError):
            self._process.join(5)
            rows = self._portions[self._number].candidates
            return [Result.of(row, Outcome.FAILED, "the worker died: run again") for row in rows]
        return results

    def hang_up(self) -> None:
        self.pipe.close()

    def see_off(self) -> None:
        self._process.join(10)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _serve(pipe: Connection, parents: Connection, crew: Crew, portions: Sequence[Portion], database: str) -> None:
    """Work until the parent hangs up or is gone. An interrupt is the parent's to answer."""
    parents.close()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    walker = Walker(database, crew.lock_timeout, refs=crew.refs, full=crew.full)
    try:
        while True:
            portion = portions[pipe.recv()]
            pipe.send(walker.walk(portion.path, portion.candidates))
    except (EOFError, OSError):
        walker.close()
