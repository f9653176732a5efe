from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import Permission
from apps.activity import kinds
from apps.common import navigation, panels


class ProgressConfig(AppConfig):
    name = "apps.progress"
    label = "progress"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Both need the models, which are loaded by now.
        from apps.clients import policies  # noqa: PLC0415
        from apps.progress.exported import ExportedMeasurements  # noqa: PLC0415 - the same
        from apps.progress.forgetting import ForgottenMeasurements, MeasuredClients  # noqa: PLC0415 - the same
        from apps.progress.merging import MergedMeasurements  # noqa: PLC0415 - the same

        policies.register_removal(MeasuredClients())
        policies.register_merge(MergedMeasurements())
        policies.register_erasure(ForgottenMeasurements())
        policies.register_client_export(ExportedMeasurements())
        navigation.register(
            navigation.NavItem(_("Progress"), "own_progress", "scale", Permission.RECORD_OWN, order=20, phone=True)
        )
        kinds.register_kind(kinds.Kind("measurements", _("Measures"), ("measurement.",), order=30))
        panels.register(
            "client.main",
            panels.Panel(_("Progress"), "client_progress_panel", Permission.MEASUREMENTS_VIEW, order=10),
        )
        panels.register("family.member", panels.Panel(_("Progress"), "dependant_progress_panel", Permission.RECORD_OWN))
        panels.register("home.client", panels.Panel(_("My progress"), "own_progress_panel", Permission.RECORD_OWN))
