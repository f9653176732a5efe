"""What a person sees while services start: one line a step, with its time."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator


class Refusal(Exception):
    """The command cannot go on; the text tells a person why and what to do."""


class Console:
    """Write progress; plain ASCII where the output is not a terminal."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stdout
        self.rich = self.out.isatty() and "utf" in (self.out.encoding or "").lower()

    def line(self, text: str = "") -> None:
        """Write one line, at once."""
        self.out.write(text + "\n")
        self.out.flush()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Announce a step, then say how long it took or that it failed."""
        started = time.monotonic()
        self._begin(name)
        try:
            yield
        except BaseException:
            self._end(f"{'✗' if self.rich else 'FAILED'} {name}")
            raise
        self._end(f"{'✓' if self.rich else 'ok'} {name} ({time.monotonic() - started:.1f} s)")

    def _begin(self, name: str) -> None:
        if self.rich:
            self.out.write(f"  … {name}")
        else:
            self.out.write(f"  .. {name}\n")
        self.out.flush()

    def _end(self, text: str) -> None:
        self.line(f"\r\033[K  {text}" if self.rich else f"  {text}")
