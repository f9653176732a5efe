"""Where the clients' pages stand in the product's menus."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.common import navigation, palette


def register() -> None:
    """Put the pages into the menus and the palette."""
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
    navigation.register_account(
        navigation.AccountLink(
            label=_("What clients agree to"),
            url_name="consent_documents",
            icon="check",
            permission="business.edit",
            order=40,
        )
    )
    palette.register_page(palette.Page(_("Custom fields"), "client_fields", "settings", "fields.manage"))
    palette.register_page(palette.Page(_("Tags"), "client_tags", "tag", "clients.view"))
    palette.register_page(palette.Page(_("What clients agree to"), "consent_documents", "check", "business.edit"))
    palette.register_page(palette.Page(_("Import clients"), "client_imports", "upload", "clients.import"))
