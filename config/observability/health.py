"""Is the process alive, can it work: answered before routing, on every host."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING, Any

import psycopg
import redis
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.http import HttpResponseNotAllowed, JsonResponse

from config.observability import exposition, tls
from tenants.registry.postgres.servers import breaker
from tenants.registry.postgres.typed import connection as default

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

CONNECT_SECONDS = 2
STATEMENT_MILLISECONDS = 1_000
REDIS_SECONDS = 1


class HealthMiddleware:
    """Answers what operators and the proxy ask, whatever the host, and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._pages = {
            "/healthz": alive,
            "/readyz": ready,
            "/metrics": exposition.answer,
            "/_tls/allowed": tls.answer,
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = self._pages.get(request.path_info)
        if page is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = page(request)
        response["Cache-Control"] = "no-store"
        return response


def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, so that a lost database does not restart every web process."""
    return JsonResponse({"status": "ok"})


def ready(_request: HttpRequest) -> HttpResponse:
    """Everything a page needs is there: 200, else 503; each check says what it found and how long it took."""
    checks = {"postgres": check(_postgres), "migrations": check(_migrations), "redis": check(_redis)}
    is_ready = all(result["status"] == "ok" for result in checks.values())
    # Other servers are told, not required: their businesses wait for them, the rest goes on.
    body = {"status": "ok" if is_ready else "unavailable", "checks": checks, "servers_away": breaker.away()}
    return JsonResponse(body, status=200 if is_ready else 503)


def check(probe: Callable[[], str]) -> dict[str, Any]:
    """Run one probe; it returns what is wrong, or nothing. What it raises is told by its kind only."""
    started = time.perf_counter()
    try:
        problem = probe()
    except (psycopg.Error, redis.RedisError, OSError) as failure:
        problem = type(failure).__name__
    took = round((time.perf_counter() - started) * 1000, 1)
    return {"status": "failed" if problem else "ok", "ms": took, **({"problem": problem} if problem else {})}


def _postgres() -> str:
    with _connect() as connection:
        connection.execute("SELECT 1")
    return ""


def _migrations() -> str:
    with _connect() as connection:
        rows = connection.execute("SELECT app, name FROM public.django_migrations").fetchall()
    missing = wanted_migrations() - {(str(app), str(name)) for app, name in rows}
    return f"{len(missing)} not applied" if missing else ""


def _redis() -> str:
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
    ) as client:
        client.ping()
    return ""


def _connect() -> psycopg.Connection[tuple[Any, ...]]:
    """Open a connection of its own: a pool emptied by slow pages must not hide whether Postgres answers."""
    database = default.main_settings
    connection = psycopg.connect(
        dbname=str(database["NAME"]),
        user=database["USER"],
        password=database["PASSWORD"],
        host=database["HOST"],
        port=database["PORT"] or None,
        connect_timeout=CONNECT_SECONDS,
    )
    connection.execute(f"SET statement_timeout = {STATEMENT_MILLISECONDS}")
    return connection


@cache
def wanted_migrations() -> frozenset[tuple[str, str]]:
    """Name the last migration of each app of the public schema, read from disk once per process."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    shared = {config.label for config in apps.get_app_configs() if config.name in settings.SHARED_APPS}
    return frozenset(node for node in loader.graph.leaf_nodes() if node[0] in shared)
