"""Postgres and Redis for one command: the user's own where an address is given, else embedded ones."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deploy.local.postgres import ADMIN, APP, Postgres
from deploy.local.redis import Redis

if TYPE_CHECKING:
    from deploy.local.layout import DataDirectory
    from deploy.local.supervisor import Supervisor

START_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Services:
    """What a command needs to reach the database and Redis."""

    data: DataDirectory
    durable: bool = True

    def start(self, supervisor: Supervisor) -> dict[str, str]:
        """Start what no address was given for; answer with the variables that name all of them."""
        self.data.make_sockets()
        if redis := self._redis():
            supervisor.start(redis.program())
        if postgres := self._postgres():
            postgres.initialise()
            supervisor.start(postgres.program(), before=postgres.drop_stale_pid)
            supervisor.wait_until(postgres.is_ready, START_SECONDS, "Postgres")
            postgres.ensure_database()
        if redis:
            supervisor.wait_until(redis.is_ready, START_SECONDS, "Redis")
        return self.addresses()

    def addresses(self) -> dict[str, str]:
        """Name the services in the product's variables, whether they run or not."""
        postgres, redis = self._postgres(), self._redis()
        if postgres:
            database = {"DATABASE_URL": postgres.url(APP), "DATABASE_ADMIN_URL": postgres.url(ADMIN)}
        else:
            given = os.environ["DATABASE_URL"]
            database = {"DATABASE_URL": given, "DATABASE_ADMIN_URL": os.environ.get("DATABASE_ADMIN_URL", given)}
        return database | {"REDIS_URL": redis.url if redis else os.environ["REDIS_URL"]}

    def _postgres(self) -> Postgres | None:
        return None if os.environ.get("DATABASE_URL") else Postgres(data=self.data, durable=self.durable)

    def _redis(self) -> Redis | None:
        return None if os.environ.get("REDIS_URL") else Redis(data=self.data, durable=self.durable)
