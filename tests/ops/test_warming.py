"""A worker's first visitor does not wait for its imports."""

from __future__ import annotations

import json
import subprocess
import sys


def test_a_loaded_application_knows_its_pages() -> None:
    script = (
        "import gc, json, sys; import config.wsgi; from django.urls import reverse;"
        "pages = [name in sys.modules for name in ('apps.clients.views.lists', 'apps.api.urls', 'tenants.console.urls')];"
        "print(json.dumps([pages, gc.get_freeze_count() > 100_000, gc.get_threshold()]))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)  # noqa: S603 - our own words
    assert json.loads(done.stdout) == [[True, True, True], True, [50_000, 20, 100]]
