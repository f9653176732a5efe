"""The link with which a client fills in their intake without an account.

Whoever opens it sees a first name and nothing else until they say when the client was born, or the end of the phone
number where no birthday is known. Five wrong answers lock the link for good; the team can send another.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.clients.intake_events import IntakeLinkSent, IntakeLinkWithdrawn
from apps.clients.models import Client, IntakeLink
from apps.clients.models.folding import digits_of
from apps.clients.services.finding import find_client
from apps.common.business import schema_name
from apps.common.errors import IllegalTransition, InvalidInput, NotFound

if TYPE_CHECKING:
    from apps.accounts.models import User

ID_LENGTH, END_LENGTH = 32, 4


def send_link(*, client_id: UUID, by: User) -> IntakeLink:
    """Mail the client a link; the last one stops working. Raises NotFound, IllegalTransition, InvalidInput on `email`."""
    with transaction.atomic():
        client = find_client(client_id, by, lock=True)
        if client.is_archived:
            raise IllegalTransition(_("%(name)s is archived: restore first, then invite.") % {"name": client.full_name})
        if not client.email:
            raise InvalidInput({"email": _("%(name)s has no e-mail yet. Add one first.") % {"name": client.full_name}})
        _withdraw_open(client)
        nonce = get_random_string(16)
        link = IntakeLink(client=client, email=client.email, sent_by=by)
        link.token_digest = _digest(_token(link.pk, nonce))
        link.save()
        event = IntakeLinkSent(client_id=str(client.pk), link_id=str(link.pk), email=link.email, nonce=nonce)
        publish(event, actor=by, client_ids=[client.pk])
    return link


def withdraw_link(*, client_id: UUID, by: User) -> None:
    """Make the open link worthless; none is fine. Raises NotFound."""
    with transaction.atomic():
        client = find_client(client_id, by, lock=True)
        if _withdraw_open(client):
            publish(IntakeLinkWithdrawn(client_id=str(client.pk)), actor=by, client_ids=[client.pk])


def open_link(token: str) -> IntakeLink:
    """Return the open link behind a token, with its client.

    Raises NotFound for a forged or superseded one, IllegalTransition for one that was used, withdrawn, locked or has expired.
    """
    try:
        link = IntakeLink.objects.select_related("client").filter(pk=UUID(hex=token[:ID_LENGTH])).first()
    except ValueError:
        link = None
    if link is None or not hmac.compare_digest(_digest(token), link.token_digest):
        raise NotFound(_("This link does not work. Perhaps a newer one was sent."))
    if link.used_at:
        raise IllegalTransition(_("You have filled this in already. Thank you!"), code="used")
    if link.is_locked:
        raise IllegalTransition(_("Too many wrong answers. Ask for a new link."))
    if link.client.is_archived or not link.is_open:
        raise IllegalTransition(_("This link has expired. Ask for a new one."))
    return link


def proof_of(client: Client) -> str:
    """Return what whoever opens the link is asked: "birth", else "phone", else nothing that could be compared."""
    return "birth" if client.date_of_birth else "phone" if client.phone else ""


def confirm_link(*, link: IntakeLink, answer: str) -> bool:
    """Compare an answer, count a wrong one, and return whether it was right. Raises IllegalTransition when the link is over."""
    with transaction.atomic():
        link = IntakeLink.objects.select_for_update(of=("self",)).select_related("client").get(pk=link.pk)
        if not link.is_open:
            raise IllegalTransition(_("Too many wrong answers. Ask for a new link."))
        is_right = _is_right(link.client, answer.strip())
        if is_right:
            link.confirmed_at = link.confirmed_at or timezone.now()
        else:
            link.failures += 1
        link.save(update_fields=["confirmed_at", "failures", "updated_at"])
    return is_right


def path_of(link_id: UUID | str, nonce: str) -> tuple[str, str]:
    """Return the path of a link and the client's first name; no path when it is over or a newer one was sent."""
    link = IntakeLink.objects.select_related("client").filter(pk=link_id).first()
    if link is None or not link.is_open:
        return "", ""
    token = _token(link.pk, nonce)
    if not hmac.compare_digest(_digest(token), link.token_digest):
        return "", ""
    return reverse("intake_link", args=[token]), link.client.first_name


def _withdraw_open(client: Client) -> bool:
    link = IntakeLink.objects.select_for_update().filter(client=client, used_at=None, withdrawn_at=None).first()
    if link is None:
        return False
    link.withdraw()
    link.save()
    return True


def _is_right(client: Client, answer: str) -> bool:
    match proof_of(client):
        case "birth":
            return hmac.compare_digest(answer.encode(), f"{client.date_of_birth:%Y-%m-%d}".encode())
        case "phone":
            return hmac.compare_digest(digits_of(answer).encode(), digits_of(client.phone or "")[-END_LENGTH:].encode())
    return True


def _token(link_id: UUID, nonce: str) -> str:
    """Derive the secret: whoever reads the database, but not the server's key, cannot."""
    secret = salted_hmac("clients.intake_link", f"{schema_name()}:{link_id}:{nonce}", algorithm="sha256")
    return f"{link_id.hex}{secret.hexdigest()}"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
