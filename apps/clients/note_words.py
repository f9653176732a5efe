"""How logged contacts read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.clients import note_events

if TYPE_CHECKING:
    from apps.clients.models import Client, ClientContact
    from apps.clients.selectors.written import Written

ICONS = {"call": "phone", "text": "message", "email": "mail", "in_person": "person", "letter": "inbox"}


def contact_words(contact: ClientContact) -> str:
    """Return "They called"."""
    return note_events.contact_words(contact.way, contact.direction)


def way_icon(way: str) -> str:
    """Return the icon's name of a way to be in touch."""
    return ICONS.get(way, "message")


def follow_up_words(contact: ClientContact | Written, client: Client) -> str:
    """Return what is to be done: "Call Ann back"."""
    words = {
        "call": _("Call %(name)s back"),
        "text": _("Text %(name)s again"),
        "email": _("Write to %(name)s again"),
        "in_person": _("Talk to %(name)s again"),
    }
    return words[contact.way] % {"name": client.first_name}
