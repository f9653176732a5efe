"""Clients in the app: asked in, linked to their log-in, and out again.

Invitations are locked before the client, here as when one is accepted, so that the two never wait for each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.services.client_accounts import close_account, invite_to_app, withdraw_from_app
from apps.accounts.services.photos import mirror_photo
from apps.activity.services import publish
from apps.clients.events import ClientAccessEnded, ClientInvited, ClientJoined
from apps.clients.models import Client
from apps.clients.services.finding import find_client
from apps.common.errors import Conflict, IllegalTransition, InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User


def invite_client(*, client_id: UUID, by: User) -> Client:
    """Send the client a link to the app, or a new one that makes the last one worthless; mailed after the commit.

    Raises NotFound; IllegalTransition when the client is archived; Conflict (code "already_joined") when they sign in
    already; InvalidInput on `email` when they have none, or when it is somebody else's here.
    """
    client = find_client(client_id, by)
    email = _check_invitable(client)
    with transaction.atomic():
        invitation, nonce = invite_to_app(client_id=client.pk, email=email, full_name=client.full_name, by=by)
        client = find_client(client_id, by, lock=True)
        _check_invitable(client)
        event = ClientInvited(
            client_id=str(client.pk), invitation_id=str(invitation.pk), email=invitation.email, nonce=nonce
        )
        publish(event, actor=by, client_ids=[client.pk])
    return client


def end_access(*, client_id: UUID, by: User) -> Client:
    """Withdraw the invitation, or close the log-in: at once, in every browser and app. Neither there: nothing happens.

    Raises NotFound.
    """
    with transaction.atomic():
        was_invited = withdraw_from_app(client_id=client_id)
        client = find_client(client_id, by, lock=True)
        close_access(client, by=by, was_invited=was_invited)
    return client


def close_access(client: Client, *, by: User, was_invited: bool) -> None:
    """Close a locked client's log-in, and tell. The caller has withdrawn the invitation before it locked the client."""
    if not client.user_id and not was_invited:
        return
    had_joined = client.user_id is not None
    if client.user_id:
        close_account(user_id=client.user_id)
        mirror_photo(user_id=client.user_id, photo="")
        client.user = None
        client.save(update_fields=["user", "updated_at"])
    event = ClientAccessEnded(client_id=str(client.pk), had_joined=had_joined)
    publish(event, actor=by, client_ids=[client.pk])


def link_client(*, client_id: UUID | str, user: User) -> Client:
    """Give a client the log-in they just made. Must share its transaction. Raises IllegalTransition."""
    client = Client.objects.select_for_update().filter(pk=client_id).first()
    if client is None:
        raise IllegalTransition(_("This invitation has expired or was already used."))
    client.link(user.pk)
    client.save(update_fields=["user", "updated_at"])
    mirror_photo(user_id=user.pk, photo=client.photo)
    publish(ClientJoined(client_id=str(client.pk), user_id=str(user.pk)), actor=user, client_ids=[client.pk])
    return client


def _check_invitable(client: Client) -> str:
    """Return the address to write to."""
    words = {"name": client.full_name}
    if client.is_archived:
        raise IllegalTransition(_("%(name)s is archived: restore first, then invite.") % words)
    if client.user_id:
        raise Conflict(_("%(name)s uses the app already.") % words, code="already_joined")
    if not client.email:
        raise InvalidInput({"email": _("%(name)s has no e-mail yet. Add one first.") % words})
    return client.email
