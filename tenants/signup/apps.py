from __future__ import annotations

from django.apps import AppConfig


class SignupConfig(AppConfig):
    name = "tenants.signup"
    label = "signup"
    default_auto_field = "django.db.models.BigAutoField"
