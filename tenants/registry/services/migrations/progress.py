"""Telling how far a run is: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tenants.registry.services.migrations.results import Result

WIDTH = 30
REDRAW_SECONDS, LINE_SECONDS = 0.1, 10.0


class Progress:
    """Hears results as they come in. Writes nothing when `quiet`."""

    def __init__(self, stream: TextIO, *, quiet: bool) -> None:
        self._stream, self._quiet = stream, quiet
        self._is_terminal = stream.isatty()
        self._started = time.monotonic()
        self._told = 0.0
        self._done = self._bad = 0

    def note(self, results: Sequence[Result], total: int) -> None:
        self._done += len(results)
        self._bad += sum(not result.is_good for result in results)
        now = time.monotonic()
        due = now - self._told >= (REDRAW_SECONDS if self._is_terminal else LINE_SECONDS)
        if not self._quiet and (due or self._done >= total):
            self._told = now
            self._write(total, now - self._started)

    def _write(self, total: int, seconds: float) -> None:
        done = min(self._done, total)
        left = seconds / done * (total - done) if done else 0
        text = f"{done:,}/{total:,} schemas, {left:.0f} s left" + (f", {self._bad} not migrated" if self._bad else "")
        if self._is_terminal:
            filled = WIDTH * done // total
            end = "\n" if done == total else ""
            self._stream.write(f"\r\x1b[K[{'#' * filled}{'-' * (WIDTH - filled)}] {text}{end}")
        else:
            self._stream.write(f"{text}\n")
        self._stream.flush()
