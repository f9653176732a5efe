"""The same without tenants: Django's own backend, standing in one schema as its role from the start."""

from __future__ import annotations

import os

from tests.benchmarks.settings_tenants import *  # noqa: F403 - all of them

SCHEMA = os.environ["BENCH_SCHEMA"]
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"  # noqa: F405 - from there
DATABASES["default"]["OPTIONS"]["options"] = f"-c search_path={SCHEMA},extensions -c role={SCHEMA}"  # noqa: F405 - from there
MIDDLEWARE = [name for name in MIDDLEWARE if "TenantMiddleware" not in name]  # noqa: F405 - from there
