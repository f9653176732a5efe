"""A message that the demo's owner wrote to some clients, and one client who wants none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.activity.services.history import Past, record_past
from apps.clients.message_events import ClientMessaged, MessagesRefused
from apps.clients.models import ClientContact, ClientMessage, MessageCopy, MessageOptOut, Way

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client

SUBJECT = "Saturday hours in December"
TEXT = "Hi {first_name},\n\non Saturdays in December we open at 09:00 and close at 14:00.\n\n{sender}"
DAYS_AGO, FIRST, EVERY = 6, 5, 6


def add_messages(*, clients: list[Client], owner: User) -> None:
    """Write to each sixth client; the last of them then wanted no more."""
    at = timezone.now().replace(minute=12, second=0, microsecond=0) - dt.timedelta(days=DAYS_AGO)
    people = [client for client in clients[FIRST::EVERY] if client.email]
    message = ClientMessage.objects.create(
        subject=SUBJECT,
        text=TEXT,
        chosen=sorted(str(client.pk) for client in people),
        state=ClientMessage.State.SENT,
        total=len(people),
        expected=len(people),
        sent=len(people),
        created_by=owner,
        created_at=at,
    )
    copies = [MessageCopy(message=message, client=client, state="sent", created_at=at) for client in people]
    MessageCopy.objects.bulk_create(copies)
    contacts = [_contact(client, owner, at) for client in people]
    ClientContact.objects.bulk_create(contacts)
    past = [_past(contact, message, owner) for contact in contacts]
    if people:
        past.append(_leave(people[-1], at + dt.timedelta(hours=2)))
    record_past(past)


def _contact(client: Client, owner: User, at: dt.datetime) -> ClientContact:
    text = TEXT.replace("{first_name}", client.first_name).replace("{sender}", owner.full_name)
    said = f"{SUBJECT}\n\n{text}"
    return ClientContact(client=client, by=owner, way="letter", letter=ClientMessaged.name, said=said, at=at)


def _past(contact: ClientContact, message: ClientMessage, owner: User) -> Past:
    event = ClientMessaged(client_id=str(contact.client_id), message_id=str(message.pk), contact_id=str(contact.pk))
    return Past(event, at=contact.at, actor=owner, client_ids=[contact.client_id])


def _leave(client: Client, at: dt.datetime) -> Past:
    MessageOptOut.objects.create(client=client, way=Way.LINK, created_at=at)
    return Past(MessagesRefused(client_id=str(client.pk), way=Way.LINK), at=at, actor=None, client_ids=[client.pk])
