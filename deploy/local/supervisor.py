"""Keep a set of programs running until we are told to stop."""

from __future__ import annotations

import json
import os
import signal
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from deploy.local.console import Console, Refusal
from deploy.local.processes import Process, Program, start_time
from deploy.local.variables import forget_running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from deploy.local.layout import DataDirectory

STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PROGRAM_GRACE, FOUNDATION_GRACE, LEFTOVER_GRACE = 4.5, 3.0, 8.0
GLANCE = 0.1
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
LITTLE_ROOM = 50_000_000
# A program that ran this long before it ended starts again at once.
STEADY = 60.0
# One that ends so often in a row, each time before that, will not do better the next time: a minute and a half of tries.
MOST_QUICK_ENDS = 8


class Interrupted(BaseException):
    """Somebody asked us to stop; not an error, so nothing but the end of the command catches it."""


class Supervisor:
    """Start programs, bring crashed ones back, stop all in order."""

    def __init__(self, data: DataDirectory, console: Console) -> None:
        self.data, self.console = data, console
        self.processes: dict[str, Process] = {}
        self._crashes: dict[str, int] = {}
        self._again_at: dict[str, tuple[float, Program]] = {}
        self._before: dict[str, Callable[[], None]] = {}
        self._talking = self._disk_was_full = False

    def start(self, program: Program, *, before: Callable[[], None] | None = None) -> Process:
        """Start a program; `before` runs ahead of this and every later start of it."""
        if before is not None:
            self._before[program.name] = before
        self._before.get(program.name, lambda: None)()
        log = self.data.logs / f"{program.name}.log"
        process = self.processes[program.name] = Process(program, log, self._echo)
        self._note_processes()
        return process

    def wait_until(self, ready: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait for `ready`; refuse with the log's end when a program dies first or the time is over."""
        deadline = time.monotonic() + seconds
        while not ready():
            for process in self.processes.values():
                if process.exit_code() is not None:
                    raise self._failure(process, f"{process.program.name} ended while we waited for {what}")
            if time.monotonic() > deadline:
                message = f"{what} did not come within {seconds:.0f} s; see {self.data.logs}"
                raise Refusal(message)
            time.sleep(GLANCE)

    def finish(self, process: Process) -> None:
        """Wait for a program that does one thing and ends; refuse when it fails."""
        while (code := process.exit_code()) is None:
            time.sleep(GLANCE)
        process.wait(1)
        del self.processes[process.program.name]
        if code != 0:
            raise self._failure(process, f"{process.program.name} failed")

    def watch(self) -> None:
        """Bring back whatever ends, until interrupted. Refuses once a program ends again and again at once."""
        self._talking = True
        while True:
            self.glance()
            time.sleep(GLANCE)

    def glance(self) -> None:
        """Look once at everything: plan to start again what ended, and start what is due."""
        self._mention_full_disk()
        for name, process in list(self.processes.items()):
            if process.exit_code() is not None:
                self._plan_restart(name, process)
        for name, (moment, program) in list(self._again_at.items()):
            if time.monotonic() >= moment:
                del self._again_at[name]
                self.start(program)

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """Stop a program for the length of the block, on purpose: nobody brings it back before."""
        process = self.processes.pop(name)
        process.ask_to_stop()
        try:
            if process.wait(FOUNDATION_GRACE * 3) is None:
                process.kill()
            yield
        finally:
            self.start(process.program)

    @contextmanager
    def stopping(self) -> Iterator[None]:
        """Whatever happens inside, nothing of ours runs afterwards."""
        try:
            yield
        finally:
            self.stop()
            forget_running(self.data)
            self.data.clear_sockets()

    def stop(self) -> None:
        """Stop everything, what others build on last; a second signal stops without waiting."""
        self._again_at.clear()
        hurried = False

        def hurry(_signal: int, _frame: FrameType | None) -> None:
            nonlocal hurried
            hurried = True

        with handling(hurry):
            for foundation, grace in ((False, PROGRAM_GRACE), (True, FOUNDATION_GRACE)):
                layer = [each for each in self.processes.values() if each.program.foundation is foundation]
                for process in layer:
                    process.ask_to_stop()
                deadline = time.monotonic() + grace
                while any(each.exit_code() is None for each in layer) and time.monotonic() < deadline and not hurried:
                    time.sleep(GLANCE / 4)
                for process in layer:
                    process.kill()
        self.processes.clear()
        self._note_processes()

    def clear_leftovers(self) -> None:
        """Wait out, then end, what an earlier run left behind when it was killed."""
        deadline = time.monotonic() + LEFTOVER_GRACE
        for pid, started in self._noted_processes():
            while start_time(pid) == started and time.monotonic() < deadline:
                time.sleep(GLANCE)
            if start_time(pid) == started:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)

    def _plan_restart(self, name: str, process: Process) -> None:
        crashes = 0 if process.uptime() > STEADY else self._crashes.get(name, 0)
        self._crashes[name] = crashes + 1
        process.kill()  # what it left in its group would hold its port
        if self._crashes[name] >= MOST_QUICK_ENDS and not self._disk_was_full:  # with room it would run
            raise self._failure(process, f"{name} ended {MOST_QUICK_ENDS} times in a row, we give up")
        pause = min(FIRST_PAUSE * 2**crashes, LONGEST_PAUSE)
        del self.processes[name]
        self._again_at[name] = (time.monotonic() + pause, process.program)
        self.console.line(f"{name} ended ({_describe(process.exit_code())}); starting it again in {pause:g} s")
        if not process.program.loud:  # else they were just shown
            for line in list(process.recent)[-5:]:
                self.console.line(f"  {line}")

    def _mention_full_disk(self) -> None:
        """Postgres answers errors while the disk is full and goes on once there is room: say it once each time."""
        is_full = self.data.free_room() < LITTLE_ROOM
        if is_full and not self._disk_was_full:
            self.console.line(f"The disk under {self.data.root} is full: nothing can be saved. Make room.")
        self._disk_was_full = is_full

    def _failure(self, process: Process, what: str) -> Refusal:
        process.wait(1)
        end = "\n".join(f"  {line}" for line in process.recent)
        log = self.data.logs / f"{process.program.name}.log"
        return Refusal(f"{what} ({_describe(process.exit_code())}). The end of {log}:\n{end}")

    def _echo(self, name: str, text: str) -> None:
        process = self.processes.get(name)
        if self._talking and process is not None and process.program.loud:
            self.console.line(f"{name:>8} | {text}")

    def _note_processes(self) -> None:
        noted = {name: [each.pid, start_time(each.pid)] for name, each in list(self.processes.items())}
        with suppress(OSError):
            (self.data.root / "processes.json").write_text(json.dumps(noted), encoding="utf-8")

    def _noted_processes(self) -> list[tuple[int, int]]:
        try:
            noted = json.loads((self.data.root / "processes.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return [(pid, started) for pid, started in noted.values() if started is not None]


@contextmanager
def handling(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Handle the signals that mean "stop" this way for a while."""
    before = {number: signal.signal(number, handler) for number in STOPPING}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Leave whatever we are doing; the end of the command tidies up."""
    raise Interrupted


def _describe(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    return f"killed by {signal.Signals(-code).name}"
