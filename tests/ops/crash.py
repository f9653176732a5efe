"""A process that reports one crash of a page and one of a log line, then ends; run by test_sentry."""

from __future__ import annotations

import logging
import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

import sentry_sdk  # noqa: E402 - Django first
from django.conf import settings  # noqa: E402 - Django first
from django.test import Client  # noqa: E402 - Django first

from config.observability import context  # noqa: E402 - Django first

settings.PUBLIC_URLCONF = "tests.ops.crash_urls"
client = Client(headers={"host": settings.BASE_DOMAIN}, raise_request_exception=False)
client.cookies["sessionid"] = "cookie-secret"
client.post("/crash/anna@client.example/?token=query-secret", {"notes": "asthma, body-secret"})
with context.working_on(reference="7K3F-9QX2"):
    logging.getLogger("apps.clients").error("no answer from %s", "Anna Ågren, +49 151 1234567")
sentry_sdk.flush(timeout=5)
