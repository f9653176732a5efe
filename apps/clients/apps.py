from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.common import navigation


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
        navigation.register_search("clients", "clients.view")
        navigation.register_new(
            navigation.NewAction(
                label=_("Client"), url_name="client_add", icon="person", permission="clients.edit", order=20
            )
        )
