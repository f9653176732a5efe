"""Wanting no messages of the team, and wanting them again. Both are the client's to say."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.clients.message_events import MessagesRefused, MessagesWanted
from apps.clients.models import Client, MessageOptOut, Way
from apps.common.business import schema_name
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from apps.accounts.models import User


def refuse_messages(*, client_id: UUID, way: str, by: User | None = None) -> None:
    """Keep that the client wants no messages; again does nothing. The caller has checked that it is the client."""
    with transaction.atomic():
        client = _locked(client_id)
        _opt_out, is_new = MessageOptOut.objects.get_or_create(client=client, defaults={"way": Way(way)})
        if is_new:
            publish(MessagesRefused(client_id=str(client.pk), way=way), actor=by, client_ids=[client.pk])


def want_messages(*, client_id: UUID, way: str, by: User | None = None) -> None:
    """Forget that the client wanted none; again does nothing. The caller has checked that it is the client."""
    with transaction.atomic():
        client = _locked(client_id)
        if MessageOptOut.objects.filter(client=client).delete()[0]:
            publish(MessagesWanted(client_id=str(client.pk), way=way), actor=by, client_ids=[client.pk])


def way_out(client_id: UUID) -> str:
    """Return the path by which a client leaves without an account; it works as long as the client's record stands."""
    return reverse("messages_way_out", args=[_signer().sign(client_id.hex)])


def client_of(token: str) -> Client:
    """Return whose way out a token is; of a merged client the one who stayed. Raises NotFound for a forged one."""
    try:
        client_id = UUID(hex=_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        raise NotFound(_("This link does not work.")) from None
    return _standing(client_id)


def _standing(client_id: UUID) -> Client:
    client = Client.objects.filter(pk=client_id).first()
    while client and client.merged_into_id:
        client = Client.objects.filter(pk=client.merged_into_id).first()
    if client is None:
        raise NotFound(_("This link does not work."))
    return client


def _locked(client_id: UUID) -> Client:
    return Client.objects.select_for_update().get(pk=_standing(client_id).pk)


def _signer() -> signing.Signer:
    return signing.Signer(salt=f"clients.messages.way_out:{schema_name()}")
