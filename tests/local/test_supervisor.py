from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deploy.local import supervisor as supervision
from deploy.local.console import Refusal
from deploy.local.layout import DataDirectory
from deploy.local.processes import start_time
from deploy.local.supervisor import Interrupted, Supervisor, handling, interrupt
from tests.local.conftest import said

if TYPE_CHECKING:
    from collections.abc import Callable

    from deploy.local.processes import Program

SLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def wait_for(condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def watch_until(supervisor: Supervisor, condition: Callable[[], object]) -> None:
    """Watch until the condition holds, then interrupt as a person would."""

    def check(_signal: int, _frame: object) -> None:
        if condition():
            raise Interrupted

    before = signal.signal(signal.SIGALRM, check)
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    try:
        with pytest.raises(Interrupted):
            supervisor.watch()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_program_that_does_one_thing_ends_quietly(supervisor: Supervisor, python: Callable[..., Program]) -> None:
    supervisor.finish(supervisor.start(python("print('done')")))
    assert (supervisor.data.logs / "sample.log").read_text(encoding="utf-8") == "done\n"
    assert supervisor.processes == {}


def test_a_failed_step_shows_the_end_of_its_log(supervisor: Supervisor, python: Callable[..., Program]) -> None:
    process = supervisor.start(python("raise SystemExit('no such table')"))
    with pytest.raises(Refusal, match=r"(?s)sample failed \(exit code 1\).*no such table"):
        supervisor.finish(process)


def test_waiting_ends_when_a_program_dies(supervisor: Supervisor, python: Callable[..., Program]) -> None:
    supervisor.start(python("raise SystemExit('bad settings')"))
    with pytest.raises(Refusal, match=r"(?s)sample ended while we waited for the page.*bad settings"):
        supervisor.wait_until(lambda: False, 10, "the page")


def test_waiting_ends_when_the_time_is_over(supervisor: Supervisor) -> None:
    with pytest.raises(Refusal, match="the page did not come within 0 s"):
        supervisor.wait_until(lambda: False, 0.1, "the page")


def test_a_crashed_program_comes_back_and_is_talked_about(
    supervisor: Supervisor, python: Callable[..., Program]
) -> None:
    first = supervisor.start(python(SLEEP, loud=True))
    os.kill(first.pid, signal.SIGKILL)
    watch_until(supervisor, lambda: supervisor.processes.get("sample", first) is not first)
    assert "sample ended (killed by SIGKILL); starting it again in 1 s" in said(supervisor)


def test_each_crash_doubles_the_pause(
    supervisor: Supervisor, python: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE", 0.01)
    supervisor.start(python("raise SystemExit(3)"))
    watch_until(supervisor, lambda: said(supervisor).count("sample ended (exit code 3)") == 3)
    assert re.findall(r"again in ([\d.]+) s", said(supervisor)) == ["0.01", "0.02", "0.04"]


def test_what_ends_again_and_again_is_given_up(
    supervisor: Supervisor, python: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE", 0.0)
    supervisor.start(python("raise SystemExit('no such queue')"))
    with pytest.raises(Refusal, match=r"(?s)sample ended 8 times in a row, we give up \(exit code 1\).*no such queue"):
        supervisor.watch()
    assert said(supervisor).count("starting it again") == 7


def test_on_a_full_disk_nothing_is_given_up(
    supervisor: Supervisor, python: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(supervision, "MOST_QUICK_ENDS", 2)
    monkeypatch.setattr(DataDirectory, "free_room", lambda _data: 0)
    supervisor.start(python("raise SystemExit(3)"))
    watch_until(supervisor, lambda: said(supervisor).count("starting it again") == 3)


def test_what_was_stopped_on_purpose_is_not_brought_back_before(
    supervisor: Supervisor, python: Callable[..., Program]
) -> None:
    first = supervisor.start(python(SLEEP))
    with supervisor.without("sample"):
        assert first.exit_code() is not None
        supervisor.glance()
        assert "sample" not in supervisor.processes
    assert supervisor.processes["sample"].exit_code() is None
    assert "again" not in said(supervisor)


def test_output_reaches_the_console_once_all_is_ready(supervisor: Supervisor, python: Callable[..., Program]) -> None:
    supervisor.start(python("import time; time.sleep(0.3); print('hello'); time.sleep(60)", loud=True))
    watch_until(supervisor, lambda: "  sample | hello\n" in said(supervisor))


def test_a_disk_that_fills_up_is_mentioned_once(supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    glances = [3, 2, 10**9, 1]
    monkeypatch.setattr(DataDirectory, "free_room", lambda _data: glances.pop() if glances else 10**9)
    watch_until(supervisor, lambda: not glances)
    assert said(supervisor).count("is full: nothing can be saved") == 2


def test_stopping_ends_the_stubborn_and_what_they_left(
    supervisor: Supervisor, python: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "PROGRAM_GRACE", 0.3)
    forking = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}]); {STUBBORN}"
    process = supervisor.start(python(forking))
    wait_for(lambda: "up" in process.recent)
    group = members(process.pid)
    assert len(group) == 2
    supervisor.stop()
    wait_for(lambda: not any(map(start_time, group)))


def test_what_others_need_stops_last(
    supervisor: Supervisor, python: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    note = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit()); print('up'); time.sleep(60)"
    base = supervisor.start(python(note, name="base", foundation=True))
    user = supervisor.start(python(note, name="user"))
    ended: list[str] = []
    for process in (base, user):
        monkeypatch.setattr(process, "kill", partial(ended.append, process.program.name))
    supervisor.stop()
    assert ended == ["user", "base"]


def test_a_second_signal_stops_without_waiting(supervisor: Supervisor, python: Callable[..., Program]) -> None:
    process = supervisor.start(python(STUBBORN))
    wait_for(lambda: "up" in process.recent)
    before = signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    started = time.monotonic()
    supervisor.stop()
    signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_each_signal_that_means_stop_interrupts(number: signal.Signals) -> None:
    with handling(interrupt), pytest.raises(Interrupted):
        signal.raise_signal(number)


ORPHANING = """
import io, sys, time
from pathlib import Path
from deploy.local.console import Console
from deploy.local.layout import DataDirectory
from deploy.local.processes import Program
from deploy.local.supervisor import Supervisor
supervisor = Supervisor(DataDirectory(Path(sys.argv[1])), Console(io.StringIO()))
for name in ("first", "second"):
    supervisor.start(Program(name=name, command=(sys.executable, "-c", "import time; time.sleep(60)")))
print("ready", flush=True)
time.sleep(60)
"""


def test_a_killed_supervisor_leaves_no_children(data: DataDirectory) -> None:
    parent = start_orphaning(data)
    noted = json.loads((data.root / "processes.json").read_text(encoding="utf-8"))
    assert sorted(noted) == ["first", "second"]
    parent.kill()
    parent.communicate()
    wait_for(lambda: not any(start_time(pid) for pid, _ in noted.values()), 5)


def test_the_next_start_ends_what_an_earlier_one_left(supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "LEFTOVER_GRACE", 0.2)
    left, other = start_alone(SLEEP), start_alone(SLEEP)
    started = start_time(other.pid)
    assert started is not None
    # A number that was given to somebody else since then is left alone.
    noted = {"left": [left.pid, start_time(left.pid)], "reused": [other.pid, started - 1]}
    (supervisor.data.root / "processes.json").write_text(json.dumps(noted), encoding="utf-8")
    supervisor.clear_leftovers()
    left.communicate(timeout=5)
    assert left.returncode == -signal.SIGKILL
    assert other.poll() is None
    other.kill()
    other.communicate()


def start_alone(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter on code of this file
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        start_new_session=True,
    )


def start_orphaning(data: DataDirectory) -> subprocess.Popen[str]:
    parent = start_alone(ORPHANING, str(data.root))
    assert parent.stdout is not None
    assert parent.stdout.readline() == "ready\n"
    return parent


def members(group: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            found.append(int(folder.name))
    return found
