"""`up` as a person uses it, on a product that is small enough to start in a second."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.local import ports
from deploy.local.processes import start_time
from tests.local.test_supervisor import wait_for

PROJECT = Path(__file__).parents[2]
RUN = "import sys; from pathlib import Path; from deploy.local import up; sys.exit(up.main(Path.cwd(), sys.argv[1:]))"
PRODUCT = {
    "config/__init__.py": "from config.celery import app as celery_app",
    "config/celery.py": """
import os
from celery import Celery
app = Celery("standin", broker=os.environ["REDIS_URL"].replace("unix://", "redis+socket://"))
""",
    "config/settings.py": "SECRET_KEY = 'standin'; USE_TZ = True",
    "config/wsgi.py": """
def application(environ, start_response):
    start_response("200 OK" if environ["PATH_INFO"] == "/readyz" else "404 Not Found", [])
    return [b"{}"]
""",
    "manage.py": """
import os, psycopg, sys
assert sys.argv[1:] in (["prepare"], ["prepare", "--no-demo"])
with psycopg.connect(os.environ["DATABASE_ADMIN_URL"]) as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS public.starts (at timestamptz DEFAULT now())")
    connection.execute("INSERT INTO public.starts DEFAULT VALUES")
    print("starts:", *connection.execute("SELECT count(*) FROM public.starts").fetchone())
""",
}
# The suite runs in a world of its own, which is not the one of the product that these tests start.
TOLD_TO_TESTS = {
    *("ENVIRONMENT", "BASE_DOMAIN", "PORT", "DATA_DIR", "SECRET_KEY", "DJANGO_SETTINGS_MODULE"),
    *("DATABASE_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "FAKES_URL", "SENDGRID_API_KEY", "TWILIO_ACCOUNT_SID"),
}

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def product(tmp_path: Path) -> Path:
    for name, text in PRODUCT.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for room in ("deploy", "apps"):
        (tmp_path / room).symlink_to(PROJECT / room)
    return tmp_path


@pytest.fixture
def port() -> int:
    return ports.pick_inner(os.getpid())


def up(product: Path, port: int, *more: str) -> subprocess.Popen[str]:
    outside = {name: value for name, value in os.environ.items() if name not in TOLD_TO_TESTS}
    return subprocess.Popen(  # noqa: S603 - our own interpreter on code of this file
        [sys.executable, "-c", RUN, "--port", str(port), "--data", str(product / "data"), *more],
        cwd=product,
        env=outside,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def until_ready(process: subprocess.Popen[str], port: int) -> str:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("READY"):
            assert line == f"READY http://mecto.localhost:{port}/\n"
            return "".join(lines)
    raise AssertionError("".join(lines))


def noted(product: Path) -> dict[str, list[int]]:
    found: dict[str, list[int]] = json.loads((product / "data" / "processes.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_runs_until_told_to_stop(product: Path, port: int, number: signal.Signals) -> None:
    process = up(product, port)
    shown = until_ready(process, port)
    assert f"http://demo.mecto.localhost:{port}/" in shown
    assert "trainer@demo.example" in shown
    programs = noted(product)
    assert set(programs) == {"postgres", "redis", "web", "worker", "beat", "fakes"}
    asked = time.monotonic()
    process.send_signal(number)
    rest, _ = process.communicate(timeout=12)
    assert rest.endswith("Stopped.\n")
    assert process.returncode == 0
    assert time.monotonic() - asked < 10
    assert not any(start_time(pid) for pid, _ in programs.values())
    assert not (product / "data" / "run").exists()


def test_killed_it_leaves_nothing_and_starts_again_with_its_data(product: Path, port: int) -> None:
    first = up(product, port, "--no-demo")
    assert "demo.mecto.localhost" not in until_ready(first, port)
    programs = noted(product)
    first.kill()
    first.communicate()
    again = up(product, port, "--no-demo")
    until_ready(again, port)
    assert not any(start_time(pid) == started for pid, started in programs.values())
    assert "starts: 2" in (product / "data" / "logs" / "prepare.log").read_text(encoding="utf-8")
    second, _ = up(product, port).communicate(timeout=20)
    assert re.search(rf"already running: http://mecto\.localhost:{port}/ \(process {again.pid}\)", second)
    elsewhere, _ = up(product, port, "--data", str(product / "other")).communicate(timeout=20)
    assert f"Port {port} is taken by another program" in elsewhere
    again.terminate()
    again.communicate(timeout=12)
    assert again.returncode == 0


def test_a_step_that_fails_shows_why_and_stops_the_rest(product: Path, port: int) -> None:
    (product / "manage.py").write_text("raise SystemExit('migration 0007 failed')", encoding="utf-8")
    process = up(product, port)
    shown, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "prepare failed (exit code 1)" in shown
    assert "migration 0007 failed" in shown
    wait_for(lambda: not any(start_time(pid) for pid, _ in noted(product).values()))
