"""The addresses of notes and of the log of contacts, as the table has them; and a rule about whose a row is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from apps.accounts.permissions import Permission

VIEW, EDIT = Permission.CLIENTS_VIEW, Permission.CLIENTS_EDIT


@dataclass(frozen=True)
class Own:
    """`own` is enough for what one wrote oneself, `others` is needed for the rest. The matrix asks about others' rows."""

    own: Permission
    others: Permission


AUTHOR = Own(EDIT, Permission.NOTES_MANAGE)

NOTES: dict[str, Any] = {
    "client_notes": {"get": VIEW, "post": EDIT, "put": EDIT},
    "client_note": AUTHOR,
    "client_note_pin": EDIT,
    "client_note_delete": AUTHOR,
    "client_note_restore": AUTHOR,
    "client_contacts": {"get": VIEW, "post": EDIT, "put": EDIT},
    "client_contact": AUTHOR,
    "client_contact_delete": AUTHOR,
    "client_contact_restore": AUTHOR,
    "client_follow_up": EDIT,
    "client_follow_up_reopen": EDIT,
    "clients_api:notes": {"get": VIEW, "post": EDIT},
    "clients_api:note": {"get": VIEW, "patch": EDIT, "delete": AUTHOR},
    "clients_api:note-restoration": AUTHOR,
    "clients_api:contacts": {"get": VIEW, "post": EDIT},
    "clients_api:contact": {"get": VIEW, "patch": AUTHOR, "delete": AUTHOR},
    "clients_api:contact-restoration": AUTHOR,
    "clients_api:follow-up": EDIT,
}
