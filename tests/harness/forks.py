"""Python in processes of their own that have the product loaded already: it is loaded once, then each is a fork of that.

Run as a module it is the process that forks; `Forks` is the hand on it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import django

from tests.architecture.files import PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping

NULL, WRITE = os.O_RDONLY, os.O_WRONLY | os.O_CREAT | os.O_TRUNC


class Forks:
    """Runs code as `python -c` would, without the seconds that loading takes. Close it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        command = [sys.executable, "-m", "tests.harness.forks"]
        self._process = subprocess.Popen(command, cwd=PROJECT, env=environment, **pipes)  # noqa: S603 - ours

    def run(self, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Return how it ended (negative: the signal) and what it said."""
        assert self._process.stdin
        assert self._process.stdout
        with tempfile.TemporaryDirectory() as folder:
            said = {name: str(Path(folder, name)) for name in ("stdout", "stderr")}
            print(json.dumps({"code": code, "arguments": arguments, **said}), file=self._process.stdin)
            ended = int(self._process.stdout.readline())
            texts = {name: Path(path).read_text(encoding="utf-8") for name, path in said.items()}
        return subprocess.CompletedProcess(["-c", *arguments], ended, **texts)

    def close(self) -> None:
        """End the process that forks."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


def serve() -> None:
    """Fork for every line that comes, one after the other."""
    django.setup()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(**asked)
        _pid, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(*, code: str, arguments: list[str], stdout: str, stderr: str) -> NoReturn:
    for path, flags, number in ((os.devnull, NULL, 0), (stdout, WRITE, 1), (stderr, WRITE, 2)):
        os.dup2(os.open(path, flags, 0o600), number)
    sys.argv = ["-c", *arguments]
    ended = 0
    try:
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - a test's own
    except SystemExit as leaving:
        ended = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BaseException:  # noqa: BLE001 - told as Python tells it
        traceback.print_exc()
        ended = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ended)


if __name__ == "__main__":
    serve()
