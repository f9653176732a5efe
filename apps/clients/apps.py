from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.common import navigation, palette, panels


class ClientsConfig(AppConfig):
    name = "apps.clients"
    label = "clients"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("apps.clients.receivers")
        navigation.register(
            navigation.NavItem(
                label=_("Clients"),
                url_name="clients",
                icon="clients",
                permission="clients.view",
                order=30,
                phone=True,
            )
        )
        navigation.register(
            navigation.NavItem(
                label=_("My details"),
                url_name="own_record",
                icon="person",
                permission="record.own",
                order=20,
                phone=True,
            )
        )
        panels.register("member.main", panels.Panel(_("Clients"), "client_reassign", "team.manage"))
        navigation.register_search("clients", "clients.view")
        navigation.register_new(
            navigation.NewAction(
                label=_("Client"), url_name="client_add", icon="person", permission="clients.edit", order=20
            )
        )
        # Models are ready here and not before.
        from apps.clients.palette import find_clients  # noqa: PLC0415

        palette.register_source(_("Clients"), find_clients)
        palette.register_page(palette.Page(_("Custom fields"), "client_fields", "settings", "fields.manage"))
        palette.register_page(palette.Page(_("Tags"), "client_tags", "tag", "clients.view"))
        palette.register_page(palette.Page(_("Import clients"), "client_imports", "upload", "clients.import"))
