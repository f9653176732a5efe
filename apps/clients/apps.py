from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.accounts.proving import register_reason
from apps.clients import menus
from apps.common import palette, panels


class ClientsConfig(AppConfig):
    name = "apps.clients"
    label = "clients"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        menus.register()
        import_module("apps.clients.receivers")
        import_module("apps.clients.registering")
        import_module("apps.clients.selectors.own_filters")
        register_reason("client_erasure", _("A client is erased for good only by you: prove it once more."))
        panels.register("client.aside", panels.Panel(_("Intake"), "client_intake_panel", "clients.view", order=20))
        panels.register("member.main", panels.Panel(_("Clients"), "client_reassign", "team.manage"))
        # Models are ready here and not before.
        from apps.clients.palette import find_clients  # noqa: PLC0415 - see above

        palette.register_source(_("Clients"), find_clients)
