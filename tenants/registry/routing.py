"""From a host name to a business: a process cache that hears of changes through Redis.

A miss costs one query. A hit costs a dictionary look-up. Every process listens to one Redis channel; when the channel
is lost the cache is dropped and entries live seconds instead of minutes until it is heard again.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import redis
from django.conf import settings
from django.db.models import Q

from tenants.registry.context import enter_public
from tenants.registry.models import Operation, Tenant

if TYPE_CHECKING:
    from apps.common.business import BusinessRef

logger = logging.getLogger(__name__)

CHANNEL = "tenants:changed"
TTL_HEARING, TTL_DEAF = 60.0, 2.0
MAX_UNKNOWN = 5_000


@dataclass(frozen=True, slots=True)
class _Entry:
    ref: BusinessRef | None
    at: float


class BusinessDirectory:
    """Host → business, cached per process."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._listener: threading.Thread | None = None
        self._hearing = threading.Event()
        self._lock = threading.Lock()

    def find(self, host: str) -> BusinessRef | None:
        """Return the business that answers to a normalised host name, whatever its state; None when there is none."""
        entry = self._entries.get(host)
        ttl = TTL_HEARING if self._hearing.is_set() else TTL_DEAF
        if entry is None or time.monotonic() - entry.at > ttl:
            entry = self._load(host)
        return entry.ref

    def forget(self) -> None:
        """Drop everything; the next request of each host asks the database."""
        self._entries.clear()

    def _load(self, host: str) -> _Entry:
        self._start_listening()
        at = time.monotonic()
        entry = _Entry(find_business(host), at)
        if len(self._entries) > MAX_UNKNOWN:
            self._entries.clear()
        self._entries[host] = entry
        return entry

    def _start_listening(self) -> None:
        if self._listener and self._listener.is_alive():
            return
        with self._lock:
            if self._listener and self._listener.is_alive():
                return
            self._listener = threading.Thread(target=self._listen, name="tenant-news", daemon=True)
            self._listener.start()

    def _listen(self) -> None:
        while True:
            try:
                self._hear_until_lost()
            except (redis.RedisError, OSError) as error:
                logger.warning("Routing news lost: %s", error)
            self._hearing.clear()
            self.forget()
            time.sleep(1)

    def _hear_until_lost(self) -> None:
        client = redis.Redis.from_url(settings.REDIS_URL, health_check_interval=15, socket_connect_timeout=2)
        with client, client.pubsub() as channel:  # type: ignore[no-untyped-call] # redis-py leaves it untyped
            channel.subscribe(_channel(client))
            while True:
                message = channel.get_message(timeout=10)
                if message and message["type"] == "subscribe":
                    self.forget()
                    self._hearing.set()
                elif message and message["type"] == "message":
                    self.forget()


directory = BusinessDirectory()


def announce_change() -> None:
    """Tell every process that some business changed. Without Redis they find out when their entries age."""
    directory.forget()
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            client.publish(_channel(client), "")
    except redis.RedisError as error:
        logger.warning("Routing news not sent: %s", error)


def _channel(client: redis.Redis) -> str:
    """Name the channel of our numbered database: Redis itself lets every database of a server hear every channel."""
    return f"{CHANNEL}:{client.connection_pool.connection_kwargs.get('db', 0)}"


def find_business(host: str) -> BusinessRef | None:
    """Ask the database which business answers to a host name."""
    suffix = f".{settings.BASE_DOMAIN}"
    names = Q(domains__domain=host)
    if host.endswith(suffix):
        names = Q(subdomain=host.removesuffix(suffix))
    with enter_public():
        tenant = Tenant.objects.filter(names).first()
    return tenant.as_ref() if tenant else None


def is_stale(business: BusinessRef) -> bool:
    """Whether a business is no longer, or not for long, what it was when somebody entered it: moved, moving, or gone.

    What failed then is worth another try; this process asks the database before it enters any business again.
    """
    with enter_public():
        known = Tenant.objects.filter(pk=business.id).values_list("database", "state").first()
        acted_on = Operation.objects.filter(tenant_id=business.id, finished_at=None).exists()
    if stale := acted_on or known != (business.database, business.state):
        directory.forget()
    return stale


def normalise_host(host: str) -> str:
    """Fold a Host header to the form names are stored in: no port, no trailing dot, lower case, IDN as ASCII."""
    name = host.rsplit(":", 1)[0] if host.count(":") == 1 else host
    name = name.rstrip(".").lower()
    if not name.isascii():
        try:
            name = name.encode("idna").decode()
        except UnicodeError:
            return ""
    return name
