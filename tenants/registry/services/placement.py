"""On which Postgres server a new business stands."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count

from apps.common.business import MAIN
from apps.common.errors import Unavailable
from tenants.registry.models import Tenant
from tenants.registry.postgres.servers import answers


def place_new_business() -> str:
    """Name the server with the fewest businesses among those that take new ones (NEW_BUSINESS_SERVERS) and answer.

    Of equals the first named wins. Raises Unavailable when none answers. Reads the registry: call it outside
    any business.
    """
    candidates = settings.NEW_BUSINESS_SERVERS
    if len(candidates) == 1:
        return candidates[0]
    counts = dict(Tenant.objects.values_list("database").annotate(Count("pk")))
    for name in sorted(candidates, key=lambda name: counts.get(name, 0)):
        if name == MAIN or answers(name):  # main has just answered
            return name
    raise Unavailable
