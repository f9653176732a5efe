"""One program under our care: started so that it cannot outlive us, its output kept, stopped with a deadline."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from deploy.local import child

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import IO

Identity = Literal["same", "namespace", "nobody"]
LARGEST_LOG = 20_000_000
REMEMBERED_LINES = 40


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run and how it wants to be stopped."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    folder: Path | None = None
    identity: Identity = "same"
    stop_signal: signal.Signals = signal.SIGTERM
    # What the kernel sends when we die without stopping it.
    death_signal: signal.Signals = signal.SIGTERM
    # Others need it: it stops after them.
    foundation: bool = False
    # Its lines are for people: they appear on the console once all is ready.
    loud: bool = False

    def guarded_command(self) -> list[str]:
        """Wrap the command by the launcher that ties it to this process."""
        ties = (str(os.getpid()), str(int(self.death_signal)), self.identity)
        return [sys.executable, "-I", "-S", child.__file__, *ties, *self.command]


class Process:
    """A running program."""

    def __init__(self, program: Program, log: Path, echo: Callable[[str, str], None]) -> None:
        self.program = program
        self.recent: deque[str] = deque(maxlen=REMEMBERED_LINES)
        self.started_at = time.monotonic()
        self._echo = echo
        self._popen = subprocess.Popen(
            program.guarded_command(),
            env=dict(program.environment),
            cwd=program.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._keep_output, args=(self._popen.stdout, log), daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The program's process, which also leads its group."""
        return self._popen.pid

    def exit_code(self) -> int | None:
        """Give the exit code, or None while it runs."""
        return self._popen.poll()

    def uptime(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started_at

    def wait(self, seconds: float) -> int | None:
        """Wait for the end; None when it did not come in time."""
        with suppress(subprocess.TimeoutExpired):
            code = self._popen.wait(max(seconds, 0))
            self._reader.join(timeout=1)
            return code
        return None

    def ask_to_stop(self) -> None:
        """Send the program the signal it understands as "finish"."""
        if self._popen.poll() is None:
            self._popen.send_signal(self.program.stop_signal)

    def kill(self) -> None:
        """End the program and what it left in its group, at once."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait(1)

    def _keep_output(self, stream: IO[bytes], log: Path) -> None:
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".old.log"))
        with stream, log.open("ab", buffering=0) as kept:
            for raw in stream:
                # A full disk must not stop the program whose log cannot be written.
                with suppress(OSError):
                    kept.write(raw)
                text = raw.decode(errors="replace").rstrip()
                self.recent.append(text)
                self._echo(self.program.name, text)


def start_time(pid: int) -> int | None:
    """When a process started, in the kernel's ticks: with the pid it names a process for good. None when it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    state, *rest = stat.rpartition(")")[2].split()
    return None if state in "ZX" else int(rest[18])
