"""Free ports, and plain words about taken ones."""

from __future__ import annotations

import errno
import socket

from deploy.local.console import Refusal

# Below the range the kernel hands out to outgoing connections.
FIRST_INNER, LAST_INNER = 20_000, 32_000


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError as problem:
            if problem.errno == errno.EACCES:
                message = f"Port {port} is reserved for the system. Choose one from 1024 on: --port 8000"
                raise Refusal(message) from problem
            return False
    return True


def require_free(port: int) -> None:
    """Refuse, naming the way out, when something listens on `port`."""
    if is_free(port):
        return
    other = next((candidate for candidate in range(port + 1, port + 100) if is_free(candidate)), None)
    hint = f", or choose another: python3 manage.py up --port {other}" if other else ""
    message = f"Port {port} is taken by another program. Stop that program{hint}"
    raise Refusal(message)


def pick_inner(seed: int) -> int:
    """Pick a free port for a service nobody types by hand, the same for the same seed while it is free."""
    span = LAST_INNER - FIRST_INNER
    for step in range(span):
        port = FIRST_INNER + (seed + step) % span
        if is_free(port):
            return port
    message = f"No free port between {FIRST_INNER} and {LAST_INNER}."
    raise Refusal(message)
