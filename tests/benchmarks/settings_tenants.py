"""The product's settings, with the measured views alone."""

from __future__ import annotations

from config.settings import *  # noqa: F403 - all of them

ROOT_URLCONF = "tests.benchmarks.urls"
DATABASES["default"]["OPTIONS"]["pool"] |= {"min_size": 1, "max_size": 1}  # noqa: F405 - from there
LOGGING = {"version": 1, "disable_existing_loggers": True}
