"""The task runner. Tasks carry their tenant by themselves (`tenants.registry.tasking`)."""

from __future__ import annotations

import os

from celery import Celery

from config.observability import tasks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("mectofitness", task_cls="tenants.registry.tasking:TenantTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

__all__ = ["app", "tasks"]
