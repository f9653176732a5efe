"""Django's default connection under the type that our backend gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db import connection as _connection

if TYPE_CHECKING:
    from tenants.registry.postgres.base import DatabaseWrapper

connection = cast("DatabaseWrapper", _connection)
