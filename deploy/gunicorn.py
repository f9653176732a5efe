"""How gunicorn serves pages, everywhere. Streams have a process of their own."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))

# A worker that grew is replaced, not all at the same moment.
max_requests = 20_000
max_requests_jitter = 2_000

timeout = 60
graceful_timeout = 4
keepalive = 15

# Requests are logged by the product itself, as JSON with the business and a reference id.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")

# Whose X-Forwarded-* headers count: the proxy's address, nobody else's.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "")
forwarder_headers = ""
limit_request_line = 8190
limit_request_fields = 100

# It would listen in the home directory.
control_socket_disable = True

# The heartbeat file must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a private file there

# Numbers of all workers meet in one folder. Without one from outside it is this start's own and goes with it; the
# file is read more than once, so its name says whose it is.
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
own_prefix = f"metrics-{os.getpid()}-"
if not os.environ.get(METRICS_FOLDER):
    os.environ[METRICS_FOLDER] = tempfile.mkdtemp(prefix=own_prefix)


def child_exit(server: object, worker: Any) -> None:
    """A worker ended: its gauges go with it, its counts stay."""
    # Only now: the library looks for the folder when it is imported.
    from prometheus_client import multiprocess  # noqa: PLC0415

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call] # the library leaves it untyped


def on_exit(server: object) -> None:
    """The last process of this start is about to end."""
    folder = Path(os.environ[METRICS_FOLDER])
    if folder.name.startswith(own_prefix):
        shutil.rmtree(folder, ignore_errors=True)
