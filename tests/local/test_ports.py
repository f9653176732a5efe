from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from deploy.local import ports
from deploy.local.console import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_free_port_is_accepted(taken: int) -> None:
    free = next(port for port in range(taken + 1, taken + 100) if ports.is_free(port))
    ports.require_free(free)


def test_a_taken_port_is_refused_with_a_way_out(taken: int) -> None:
    with pytest.raises(Refusal, match=rf"Port {taken} is taken .* manage.py up --port \d+"):
        ports.require_free(taken)


def test_an_inner_port_stays_the_same_until_it_is_taken() -> None:
    first = ports.pick_inner(7)
    assert ports.pick_inner(7) == first
    with socket.socket() as server:
        server.bind(("127.0.0.1", first))
        server.listen()
        assert ports.pick_inner(7) != first
