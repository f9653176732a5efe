"""A visitor of one business, in a process of his own, who asks for its clients every two milliseconds."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import time
from typing import Self

import psycopg

PAUSE = 0.002


class Reader:
    """Reads for the length of a block; `took` are the milliseconds of each question."""

    def __init__(self, parameters: str, scope: str) -> None:
        self._command = [sys.executable, "-m", __name__, parameters, scope]
        self.took: list[float] = []

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        assert self._process.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        told, _nothing = self._process.communicate()
        self.took = json.loads(told)


def read(parameters: str, scope: str) -> list[float]:
    """Read until the standard input ends."""
    took = []
    with psycopg.connect(parameters, autocommit=True) as session:
        session.execute(scope.encode())
        print("ready", flush=True)
        while not select.select([sys.stdin], [], [], PAUSE)[0]:
            started = time.perf_counter()
            session.execute("SELECT * FROM clients_client ORDER BY id LIMIT 25").fetchall()
            took.append((time.perf_counter() - started) * 1000)
    return took


if __name__ == "__main__":
    print(json.dumps(read(*sys.argv[1:])))
