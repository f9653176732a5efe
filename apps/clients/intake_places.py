"""Where intakes stand in the frame: the panel on the profile, the documents behind one's name and in the palette."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.common import navigation, palette, panels

DOCUMENTS = _("What clients agree to")


def register() -> None:
    """Put them there; called once, from the AppConfig."""
    panels.register("client.aside", panels.Panel(_("Intake"), "client_intake_panel", "clients.view", order=20))
    link = navigation.AccountLink(
        label=DOCUMENTS, url_name="consent_documents", icon="check", permission="business.edit", order=40
    )
    navigation.register_account(link)
    palette.register_page(palette.Page(DOCUMENTS, "consent_documents", "check", "business.edit"))
