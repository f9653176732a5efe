from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.activity import kinds
from apps.common import navigation, palette, panels


class ClientsConfig(AppConfig):
    name = "apps.clients"
    label = "clients"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("apps.clients.receivers")
        import_module("apps.clients.selectors.own_filters")
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
        panels.register("client.aside", panels.Panel(_("Intake"), "client_intake_panel", "clients.view", order=5))
        navigation.register_account(
            navigation.AccountLink(
                label=_("What clients agree to"),
                url_name="consent_documents",
                icon="check",
                permission="business.edit",
                order=40,
            )
        )
        # Models are ready here and not before.
        from apps.clients import own_words  # noqa: PLC0415 - the same
        from apps.clients.palette import find_clients  # noqa: PLC0415 - the same

        own_words.register()
        kinds.register_kind(kinds.Kind("changes", _("Changes"), ("client.", "clients."), order=40))

        palette.register_source(_("Clients"), find_clients)
        palette.register_page(palette.Page(_("Tags"), "client_tags", "tag", "clients.view"))
        palette.register_page(palette.Page(_("What clients agree to"), "consent_documents", "check", "business.edit"))
        palette.register_page(palette.Page(_("Import clients"), "client_imports", "upload", "clients.import"))
