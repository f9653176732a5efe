"""`manage.py test`: pytest on services of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from deploy.local import frontend
from deploy.local.browser import find_chromium, get_chromium
from deploy.local.console import Refusal
from deploy.local.processes import Program
from deploy.local.supervisor import Interrupted, Supervisor, handling, interrupt
from deploy.local.temporary import temporary_services

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PORT = 8000
# Whoever gives one of these has decided on processes himself.
SAYS_HOW_MANY = ("-n", "--numprocesses", "--pdb", "--trace", "-s", "--capture=no", "no:xdist")
BROWSER_TESTS = (Path("tests/e2e"), Path("tests/front"))


def main(project: Path, arguments: Sequence[str]) -> int:
    """Run pytest with these arguments and give its exit code."""
    with handling(interrupt):
        try:
            with temporary_services("test", port=PORT, durable=False) as (supervisor, environment):
                build_front_end(project, supervisor, environment)
                own = {"ENVIRONMENT": "test"} | _browser(supervisor, needed=_needs_browser(project, arguments))
                hosts = _allowed_hosts(environment["REDIS_URL"])
                command = [sys.executable, "-m", "pytest", hosts, *_pytest_arguments(arguments)]
                return run_to_end(command, project, environment | own)
        except Interrupted:
            return 128 + signal.SIGINT
        except Refusal as refusal:
            sys.stderr.write(f"\n{refusal}\n")
            return 1


def build_front_end(project: Path, supervisor: Supervisor, environment: Mapping[str, str]) -> None:
    """Build it unless what is built came from these sources."""
    if frontend.is_current():
        return
    command = (sys.executable, "-m", "deploy.local.frontend")
    with supervisor.console.step("Front end"):
        program = Program(name="frontend", command=command, environment=environment, folder=project)
        supervisor.finish(supervisor.start(program))


def run_to_end(command: Sequence[str], project: Path, environment: Mapping[str, str]) -> int:
    """Run a command on our terminal; when we are interrupted, it gets its chance to tidy up."""
    process = subprocess.Popen(command, cwd=project, env=environment)
    try:
        code = process.wait()
    except BaseException:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
        raise
    return code if code >= 0 else 128 - code


def _allowed_hosts(redis_url: str) -> str:
    """No test talks to anybody but this machine and the Redis that was given; Postgres's library asks no permission."""
    return "--allow-hosts=" + ",".join(filter(None, ("127.0.0.1", "::1", urlsplit(redis_url).hostname)))


def _pytest_arguments(arguments: Sequence[str]) -> list[str]:
    decided = any(given.startswith(SAYS_HOW_MANY) for given in arguments)
    # Three on two cores: browser tests wait more than they work. And the package of the embedded Redis brings a pytest plugin
    # that nobody asked for.
    return ["-p", "no:valkey", *([] if decided else ["-n", "3"]), *arguments]


def _needs_browser(project: Path, arguments: Sequence[str]) -> bool:
    named = [Path(given.partition("::")[0]) for given in arguments if not given.startswith("-")]
    paths = [path for path in named if (project / path).exists()]
    pairs = product(paths, BROWSER_TESTS)
    return not paths or any(path.is_relative_to(tests) or tests.is_relative_to(path) for path, tests in pairs)


def _browser(supervisor: Supervisor, *, needed: bool) -> dict[str, str]:
    chromium = find_chromium()
    failures: list[str] = []
    if not chromium and needed:
        with supervisor.console.step("Chromium for the browser tests"):
            chromium, failures = get_chromium()
    if chromium:
        return {"MECTO_CHROMIUM": chromium}
    if needed:
        message = "No Chromium: install one, or name it in MECTO_CHROMIUM. Browser tests need it."
        message = "\n  ".join([message, *failures])
        if os.environ.get("CI") == "true":
            raise Refusal(message)
        supervisor.console.line(f"  {message} They are skipped.")
    return {}
