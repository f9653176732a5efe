from __future__ import annotations

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "apps.sessions"
    label = "training_sessions"
    default_auto_field = "django.db.models.BigAutoField"
