from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import redis

from deploy.local.redis import Redis

if TYPE_CHECKING:
    from deploy.local.layout import DataDirectory
    from deploy.local.supervisor import Supervisor

pytestmark = pytest.mark.enable_socket


def test_the_queue_survives_a_restart(data: DataDirectory, supervisor: Supervisor) -> None:
    data.make_sockets()
    server = Redis(data=data)
    supervisor.start(server.program())
    supervisor.wait_until(server.is_ready, 10, "Redis")
    with redis.Redis.from_url(server.url) as client:
        client.rpush("queue", "task")
    supervisor.stop()
    assert not server.is_ready()
    supervisor.start(server.program())
    supervisor.wait_until(server.is_ready, 10, "Redis")
    with redis.Redis.from_url(server.url, decode_responses=True) as client:
        assert client.lrange("queue", 0, -1) == ["task"]
