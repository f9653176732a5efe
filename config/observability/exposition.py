"""The `/metrics` page: what all processes of this machine counted, for this machine only."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count
from django.http import HttpResponse, HttpResponseNotFound
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from config.observability.addresses import is_loopback_peer
from tenants.registry.context import enter_public
from tenants.registry.models import Tenant
from tenants.registry.postgres.servers import answers, pool_use

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from prometheus_client import Metric

POOL_NUMBERS = ("pool_max", "pool_size", "pool_available", "requests_waiting")
MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"


class TenantGauge(Collector):
    """Businesses by state and server, counted when somebody looks."""

    def collect(self) -> Iterable[Metric]:
        """Ask the registry; without a database the rest of the numbers must still be served."""
        gauge = GaugeMetricFamily("mecto_tenants", "Businesses by state and server", labels=["state", "server"])
        try:
            with enter_public():
                found = Tenant.objects.values("state", "database").annotate(count=Count("pk"))
                rows = list(found.order_by("state", "database"))
        except DatabaseError:
            return
        for row in rows:
            gauge.add_metric([str(row["state"]), str(row["database"])], row["count"])
        yield gauge


class ServerGauges(Collector):
    """The Postgres servers, and the sessions to them of the process that answers this scrape."""

    def collect(self) -> Iterable[Metric]:
        """Ask each server whether it answers; read the pools."""
        up = GaugeMetricFamily("mecto_server_up", "Whether a Postgres server answers", labels=["server"])
        for name in settings.DATABASE_SERVERS:
            up.add_metric([name], float(answers(name)))
        yield up
        pool = GaugeMetricFamily("mecto_pool", "One process's sessions of a server", labels=["server", "kind"])
        for server, numbers in pool_use().items():
            for kind in POOL_NUMBERS:
                pool.add_metric([server, kind], numbers.get(kind, 0))
        yield pool


def counted() -> bytes:
    """Write all numbers in Prometheus' text format, gathered over the processes that share a folder."""
    gathered = CollectorRegistry()
    gathered.register(TenantGauge())
    gathered.register(ServerGauges())
    if os.environ.get(MULTIPROCESS):
        multiprocess.MultiProcessCollector(gathered)  # type: ignore[no-untyped-call] # the library leaves it untyped
        return generate_latest(gathered)
    return generate_latest(REGISTRY) + generate_latest(gathered)


def answer(request: HttpRequest) -> HttpResponse:
    """Answer a scrape from this machine; to anybody else the page does not exist."""
    if not is_loopback_peer(request):
        return HttpResponseNotFound()
    return HttpResponse(counted(), content_type=CONTENT_TYPE_LATEST)
