"""Reading the team's notes and the log of contacts. The caller has checked that the client may be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from apps.clients.models import ClientContact, ClientNote
from apps.clients.models.contact import OPEN
from apps.clients.permissions import may_see_health
from apps.clients.selectors import clients_visible_to, present

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from django.db.models import QuerySet

    from apps.accounts.models import User


def notes_readable_by(user: User) -> QuerySet[ClientNote]:
    """Return the notes, deleted ones too, that are not kept from the person: those about health are, but their own."""
    notes = ClientNote.objects.all()
    return notes if may_see_health(user) else notes.filter(Q(about_health=False) | Q(author=user.pk))


def notes_of(client_id: UUID, user: User) -> QuerySet[ClientNote]:
    """Return a client's notes as the person may read them, the newest first."""
    notes = notes_readable_by(user).filter(client=client_id, deleted_at=None)
    return notes.select_related("author", "edited_by").order_by("-id")


def contacts_of(client_id: UUID) -> QuerySet[ClientContact]:
    """Return when the business and a client were in touch, the latest first."""
    contacts = ClientContact.objects.filter(client=client_id, deleted_at=None)
    return contacts.select_related("by").order_by("-at", "-id")


def follow_ups_due(user: User, on: dt.date, *, own: bool) -> QuerySet[ClientContact]:
    """Return contacts that ask for one more by that day, the longest waiting first; of clients the person may see.

    `own`: only what they logged themselves, and what is about clients they lead.
    """
    seen = present(clients_visible_to(user)).order_by().select_related(None)
    contacts = ClientContact.objects.filter(OPEN, follow_up_on__lte=on, client__in=seen)
    if own:
        contacts = contacts.filter(Q(by=user.pk) | Q(client__trainer=user.pk))
    return contacts.select_related("client").order_by("follow_up_on", "id")
