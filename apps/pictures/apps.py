from __future__ import annotations

from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "apps.pictures"
    label = "pictures"
    default_auto_field = "django.db.models.BigAutoField"
