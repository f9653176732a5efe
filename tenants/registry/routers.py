"""Which of the public tables stand on servers other than main."""

from __future__ import annotations

from typing import Any

from apps.common.business import MAIN
from tenants.registry.postgres.typed import connection


class OtherServersRouter:
    """Keep the platform's tables on main. One public table stands on every server: what is due is written beside its cause."""

    def allow_migrate(self, _alias: str, app_label: str, model_name: str | None = None, **_hints: Any) -> bool | None:
        """Say yes or no for the public schema of another server; leave everything else to django-tenants."""
        if connection.schema_name == "public" and connection.database != MAIN:
            return (app_label, model_name) == ("tenants", "duework")
        return None
