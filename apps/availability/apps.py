from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import Permission
from apps.activity import kinds
from apps.common import navigation


class AvailabilityConfig(AppConfig):
    name = "apps.availability"
    label = "availability"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        navigation.register_account(
            navigation.AccountLink(_("Working hours"), "availability", "clock", Permission.AVAILABILITY_VIEW, order=40)
        )
        kinds.register_kind(kinds.Kind("availability", _("Working hours"), ("availability.",), order=90))
