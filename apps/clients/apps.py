from __future__ import annotations

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "apps.clients"
    label = "clients"
    default_auto_field = "django.db.models.BigAutoField"
