from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "tenants.registry"
    label = "tenants"
    default_auto_field = "django.db.models.BigAutoField"
