from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import Permission
from apps.activity import kinds
from apps.common import navigation, panels


class SessionsConfig(AppConfig):
    name = "apps.sessions"
    label = "training_sessions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Both need the models, which are loaded by now.
        from apps.availability.policies import register_planned  # noqa: PLC0415
        from apps.clients import policies  # noqa: PLC0415 - the same
        from apps.sessions.exported import ExportedSessions  # noqa: PLC0415 - the same
        from apps.sessions.forgetting import ForgottenInSessions  # noqa: PLC0415 - the same
        from apps.sessions.merging import MergedPlaces  # noqa: PLC0415 - the same
        from apps.sessions.receivers import BookedClients  # noqa: PLC0415 - the same
        from apps.sessions.selectors import planned_between  # noqa: PLC0415 - the same

        import_module("apps.sessions.offer_receivers")
        import_module("apps.sessions.series_records").register()
        register_planned(planned_between)
        booked = BookedClients()
        policies.register_archiving(booked)
        policies.register_removal(booked)
        policies.register_merge(MergedPlaces())
        policies.register_erasure(ForgottenInSessions())
        policies.register_client_export(ExportedSessions())
        _register_training()
        navigation.register(
            navigation.NavItem(_("Calendar"), "calendar", "calendar", Permission.CALENDAR_VIEW, order=20, phone=True)
        )
        new = navigation.NewAction(_("Session"), "session_new", "calendar", Permission.SESSIONS_EDIT, order=10)
        navigation.register_new(new)
        kinds.register_kind(kinds.Kind("sessions", _("Sessions"), ("session.",), order=10))
        ahead = panels.Panel(_("Next sessions"), "client_sessions_panel", Permission.SESSIONS_VIEW, order=10, tall=True)
        panels.register("client.aside", ahead)
        panels.register("home.client", panels.Panel(_("Waiting list"), "own_waiting", Permission.RECORD_OWN, order=10))


def _register_training() -> None:
    """Offer what happens during and after the hour."""
    # Both need the models, which are loaded by now.
    from apps.clients import policies  # noqa: PLC0415
    from apps.sessions import training_policies as training  # noqa: PLC0415 - the same

    policies.register_removal(training.TrainedClients())
    policies.register_merge(training.MergedTraining())
    policies.register_erasure(training.ForgottenTraining())
    policies.register_client_export(training.ExportedTraining())
    navigation.register_new(navigation.NewAction(_("Task"), "task_add", "check", Permission.TASKS_DO, order=30))
    kinds.register_kind(kinds.Kind("tasks", _("Tasks"), ("task.",), order=50))
    panels.register("client.aside", panels.Panel(_("To do"), "client_tasks_panel", Permission.TASKS_DO, order=15))
