"""Two things at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from tenants.registry.postgres.typed import connection

if TYPE_CHECKING:
    from collections.abc import Callable


def at_once[T](*acts: Callable[[], T]) -> list[T]:
    """Run each act in a thread of its own, all let go together; each closes the connection it opened."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T:
        barrier.wait(10)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def give_up_waiting_after(seconds: int) -> None:
    """Make this thread's session fail at a lock instead of waiting for ever. Past the guard, which lets no such statement by."""
    connection.ensure_connection()
    connection.connection.pgconn.exec_(f"SET lock_timeout = '{seconds}s'".encode())
