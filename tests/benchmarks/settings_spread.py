"""The product's settings, for requests spread over many businesses. BENCH_ARM names the way sessions are kept."""

from __future__ import annotations

import os

from config.settings import *  # noqa: F403 - all of them

ROOT_URLCONF = "tests.benchmarks.urls"
DATABASES["default"]["OPTIONS"]["application_name"] = os.environ["BENCH_ARM"]  # noqa: F405 - from there
if os.environ["BENCH_ARM"] == "each":
    del DATABASES["default"]["OPTIONS"]["pool"]  # noqa: F405 - from there
LOGGING = {"version": 1, "disable_existing_loggers": True}
