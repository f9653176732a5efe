"""What a worker does before its first page, so that no visitor waits for it, and what its collector may leave alone."""

from __future__ import annotations

import gc

from django.conf import settings
from django.urls import get_resolver
from django.utils import translation

COLLECT_AFTER = (50_000, 20, 100)
"""A page makes some thousands of objects that live as long as it: the usual 2,000 would look at them several times a page."""


def warm_up() -> None:
    """Import every page, learn every address in every language, then set all of it aside from the collector."""
    for urlconf in (settings.ROOT_URLCONF, settings.PUBLIC_URLCONF, settings.CONSOLE_URLCONF):
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                get_resolver(urlconf).reverse_dict  # noqa: B018 - asking makes it
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
