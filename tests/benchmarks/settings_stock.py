"""django-tenants as it comes: its own backend, one login that owns everything."""

from __future__ import annotations

from config.settings import *  # noqa: F403 - all of them
from config.settings import DATABASE_SERVERS, DATABASES

_admin = DATABASE_SERVERS["main"].admin
DATABASES["default"] |= {
    "ENGINE": "django_tenants.postgresql_backend",
    "USER": _admin.user,
    "PASSWORD": _admin.password,
}
DATABASES["default"]["OPTIONS"].pop("pool", None)
DATABASES["default"].pop("CONN_HEALTH_CHECKS", None)
PG_EXTRA_SEARCH_PATHS = ["extensions"]
LOGGING = {"version": 1, "disable_existing_loggers": True}
