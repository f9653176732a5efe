"""Reading about the platform's Postgres servers."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from tenants.registry.context import enter_public
from tenants.registry.models import Tenant
from tenants.registry.postgres.servers import answers


@dataclass(frozen=True, slots=True)
class ServerNumbers:
    """One server as people and metrics see it."""

    name: str
    answers: bool
    accepts_new: bool
    businesses: int


def server_numbers() -> list[ServerNumbers]:
    """Ask every server whether it answers, and the registry how many businesses stand on it."""
    with enter_public():
        counts = dict(Tenant.objects.values_list("database").annotate(Count("pk")))
    return [
        ServerNumbers(name, answers(name), name in settings.NEW_BUSINESS_SERVERS, counts.get(name, 0))
        for name in settings.DATABASE_SERVERS
    ]
