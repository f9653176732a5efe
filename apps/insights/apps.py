from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import Permission
from apps.common import navigation


class InsightsConfig(AppConfig):
    name = "apps.insights"
    label = "insights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        navigation.register(
            navigation.NavItem(_("Today"), "home", "today", Permission.TODAY_VIEW, order=10, phone=True)
        )
        navigation.register(
            navigation.NavItem(_("My sessions"), "home", "calendar", Permission.RECORD_OWN, order=10, phone=True)
        )
