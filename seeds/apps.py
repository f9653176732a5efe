from __future__ import annotations

from django.apps import AppConfig


class SeedsConfig(AppConfig):
    """Demo data; installed everywhere but in production."""

    name = "seeds"
    label = "seeds"
