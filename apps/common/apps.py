from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CommonConfig(AppConfig):
    name = "apps.common"
    label = "common"

    def ready(self) -> None:
        autodiscover_modules("tasks")  # whoever sends a task must know it; Celery looks for them in workers only
