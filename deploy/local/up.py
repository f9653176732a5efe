"""`manage.py up`: set everything up and run the product until told to stop."""

from __future__ import annotations

import argparse
import http.client
import os
import signal
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.local import frontend, ports
from deploy.local.console import Console, Refusal
from deploy.local.layout import DataDirectory, Hold
from deploy.local.processes import Program
from deploy.local.services import Services
from deploy.local.supervisor import Interrupted, Supervisor, handling, interrupt
from deploy.local.variables import BASE_DOMAIN, DEFAULT_PORT, forget_running, product_variables, tell_running

if TYPE_CHECKING:
    from collections.abc import Sequence

READY_SECONDS = 60.0
FAKES = "deploy.local.fakes"
# With all of them the product talks to the real vendors and nothing is faked.
VENDOR_KEYS = ("SENDGRID_API_KEY", "TWILIO_ACCOUNT_SID")
OK = 200
HOSTS = """
  Public site   http://{base}/
  Mailbox       http://{base}/mailbox/
  Console       http://console.{base}/"""
DEMO = """\
  Businesses    http://demo.{base}/  http://rival.{base}/

  Log in to demo as owner@demo.example, trainer@demo.example, desk@demo.example or client@demo.example,
  to rival as owner@rival.example, to the console as staff@mecto.example.
  The password is mecto-demo-1 for each."""


def main(project: Path, arguments: Sequence[str]) -> int:
    """Run the product; 0 when it was stopped, 1 when it could not start."""
    options = _parse(project, arguments)
    console = Console()
    with handling(interrupt):
        try:
            _run(project, options, console)
        except Interrupted:
            console.line("Stopped.")
        except Refusal as refusal:
            sys.stderr.write(f"\n{refusal}\n")
            return 1
    return 0


def _parse(project: Path, arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py up", description="Set everything up and run the product.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", DEFAULT_PORT)), help="port of all hosts")
    parser.add_argument("--data", type=Path, default=project / ".local", metavar="DIR", help="databases, files, logs")
    parser.add_argument("--no-demo", action="store_true", help="start empty, without the demo businesses")
    return parser.parse_args(arguments)


def _run(project: Path, options: argparse.Namespace, console: Console) -> None:
    if os.environ.get("ENVIRONMENT", "local") != "local":
        message = "`up` runs the product for trying it on one machine: unset ENVIRONMENT."
        raise Refusal(message)
    data = DataDirectory(options.data.absolute())
    data.prepare()
    supervisor = Supervisor(data, console)
    with Hold(data, f"http://{BASE_DOMAIN}:{options.port}/"), supervisor.stopping():
        forget_running(data)
        supervisor.clear_leftovers()
        ports.require_free(options.port)
        Start(project, options.port, demo=not options.no_demo, supervisor=supervisor).run()
        supervisor.watch()


@dataclass(frozen=True)
class Start:
    """One start of the product, up to the moment it is ready."""

    project: Path
    port: int
    demo: bool
    supervisor: Supervisor

    @cached_property
    def environment(self) -> dict[str, str]:
        """What every process gets; the services add their addresses."""
        return product_variables(self.supervisor.data, self.port)

    @cached_property
    def fakes_url(self) -> str | None:
        """Where the vendors' fakes listen; None when nothing is faked or the user runs them."""
        if "FAKES_URL" in os.environ or all(map(os.environ.get, VENDOR_KEYS)):
            return None
        return f"http://127.0.0.1:{ports.pick_inner(self.supervisor.data.number)}"

    def run(self) -> None:
        """Start everything in order and tell when it is ready."""
        console, data = self.supervisor.console, self.supervisor.data
        with console.step("Postgres and Redis"):
            self.environment.update(Services(data=data).start(self.supervisor))
            if self.fakes_url:
                self.environment["FAKES_URL"] = self.fakes_url
            tell_running(data, self.environment)
        built = (
            None
            if frontend.is_current()
            else self.supervisor.start(self._python("frontend", "-m", "deploy.local.frontend"))
        )
        with console.step("Tables and demo data" if self.demo else "Tables"):
            demo = () if self.demo else ("--no-demo",)
            self.supervisor.finish(self.supervisor.start(self._python("prepare", "manage.py", "prepare", *demo)))
        if built is not None:
            with console.step("Front end"):
                self.supervisor.finish(built)
        with console.step("Web, worker, beat"):
            for program in self._programs():
                self.supervisor.start(program)
            self.supervisor.wait_until(self._answers, READY_SECONDS, "the web server")
        base = f"{BASE_DOMAIN}:{self.port}"
        console.line(HOSTS.format(base=base))
        if self.demo:
            console.line(DEMO.format(base=base))
        console.line(f"\n  Data and logs are in {data.root}. Ctrl-C stops everything.\n")
        console.line(f"READY http://{base}/")

    def _programs(self) -> list[Program]:
        bind = f"127.0.0.1:{self.port}"
        celery = ("-m", "celery", "-A", "config")
        schedule = str(self.supervisor.data.root / "beat-schedule")
        programs = [
            self._python("web", "-m", "gunicorn", "config.wsgi", "-c", "deploy/gunicorn.py", "--bind", bind),
            self._python("worker", *celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"),
            self._python("beat", *celery, "beat", "--schedule", schedule, "--pidfile=", "--loglevel", "WARNING"),
        ]
        if self.fakes_url:
            port, data = self.fakes_url.rpartition(":")[2], str(self.supervisor.data.root)
            programs.append(self._python("fakes", "-m", FAKES, "--port", port, "--data", data))
        return programs

    def _python(self, name: str, *arguments: str) -> Program:
        return Program(
            name=name,
            command=(sys.executable, *arguments),
            environment=self.environment,
            folder=self.project,
            # A worker whose supervisor was killed must not wait for its tasks: they are delivered again.
            death_signal=signal.SIGQUIT if name == "worker" else signal.SIGTERM,
            loud=True,
        )

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz", headers={"Host": f"{BASE_DOMAIN}:{self.port}"})
            with connection.getresponse() as response:
                return response.status == OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
