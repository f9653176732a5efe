"""The product inside this process, and as a server beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def in_django[T](work: Callable[[], T]) -> T:
    """Set Django up, once, and do some work in it."""
    django.setup()
    return work()


def demo_business() -> tuple[str, str]:
    """Return the host and the schema of the demo business."""
    from tenants.registry.models import Tenant

    tenant = Tenant.objects.get(subdomain="demo")
    return tenant.host, tenant.schema_name


def demo_cookie() -> str:
    """Log the demo owner in and return the cookie."""
    return cookie_of("demo", "owner@demo.example")


def host_of(subdomain: str) -> str:
    """Return the host that a business answers to."""
    from tenants.registry.models import Tenant

    return str(Tenant.objects.get(subdomain=subdomain).host)


def change_of(subdomain: str) -> Callable[[], None]:
    """Return what tells the product that somebody wrote in a business: nothing counts any more that pages kept of it."""
    from apps.common.kept import mark_changed
    from tenants.registry.models import Tenant

    names = [str(Tenant.objects.get(subdomain=subdomain).schema_name)]
    return lambda: mark_changed(names)


def cookie_of(subdomain: str, email: str) -> str:
    """Log somebody in and return the cookie."""
    from django.conf import settings
    from django.test import Client

    from apps.accounts.models import User
    from tenants.registry.context import enter_business
    from tenants.registry.models import Tenant

    with enter_business(Tenant.objects.get(subdomain=subdomain).as_ref()):
        client = Client()
        client.force_login(User.objects.get(email=email))
        return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def web(port: int, *, workers: int = 1, threads: int = 1) -> Iterator[HTTPConnection]:
    """Serve with one worker of one thread, unless told otherwise; give a kept connection."""
    with serving(port, workers=workers, threads=threads):
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def serving(port: int, *, workers: int, threads: int) -> Iterator[int]:
    """Serve; give the process whose children answer."""
    environment = os.environ | {"WEB_WORKERS": str(workers), "WEB_THREADS": str(threads)}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi",
        "-c",
        "deploy/gunicorn.py",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        _wait(connection)
        connection.close()  # else it would keep a thread
        yield process.pid
    finally:
        process.terminate()
        process.wait(15)


def _wait(connection: HTTPConnection) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            fetch(connection, "/healthz", {})
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
            connection.close()
        else:
            return


def fetch(connection: HTTPConnection, path: str, headers: dict[str, Any]) -> float:
    """Return the milliseconds to a whole 200."""
    started = time.perf_counter()
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    took = (time.perf_counter() - started) * 1000
    assert response.status == 200, (path, response.status)
    return took
