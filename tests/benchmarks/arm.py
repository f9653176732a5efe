"""One side of a comparison: a process that answers requests inside itself when told to, and says what CPU they took."""

from __future__ import annotations

import io
import sys
import time
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished
from django.db import connection

from tests.benchmarks.measure import cpu_of


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = int(cursor.fetchone()[0])
    connection.close()
    return pid


def environ(host: str, path: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": host, "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": host, "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
    }  # fmt: skip


def answer(application: WSGIHandler, host: str, path: str) -> None:
    response: Any = application(environ(host, path), lambda _status, _headers, _info=None, /: lambda _data: None)
    b"".join(response)
    response.close()
    assert response.status_code == 200, response.status_code


def main() -> None:
    """Read lines `path count` and answer each with the seconds of CPU of this process and of its Postgres backend."""
    host = sys.argv[1]
    django.setup()
    application = WSGIHandler()
    assert request_finished.receivers, "connections go back to the pool after each request"
    for line in sys.stdin:
        path, count = line.split()
        pid = backend()
        own, database = time.process_time(), cpu_of(pid)
        for _ in range(int(count)):
            answer(application, host, path)
        print(time.process_time() - own, cpu_of(pid) - database, flush=True)


if __name__ == "__main__":
    main()
