"""A data directory, a supervisor, and small programs to supervise."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from deploy.local.console import Console
from deploy.local.layout import DataDirectory
from deploy.local.processes import Program
from deploy.local.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> DataDirectory:
    directory = DataDirectory(tmp_path / "data")
    directory.prepare()
    return directory


@pytest.fixture
def supervisor(data: DataDirectory) -> Iterator[Supervisor]:
    made = Supervisor(data, Console(io.StringIO()))
    with made.stopping():
        yield made


@pytest.fixture
def python() -> Callable[..., Program]:
    """Make a program of a line of Python."""

    def make(code: str, *, name: str = "sample", foundation: bool = False, loud: bool = False) -> Program:
        return Program(name=name, command=(sys.executable, "-c", code), foundation=foundation, loud=loud)

    return make


def said(supervisor: Supervisor) -> str:
    """Give everything the supervisor wrote."""
    assert isinstance(supervisor.console.out, io.StringIO)
    return supervisor.console.out.getvalue()
