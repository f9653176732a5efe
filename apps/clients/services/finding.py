"""The client that a service is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.clients.selectors import clients_visible_to
from apps.common.errors import IllegalTransition, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.models import Client


def find_client(client_id: UUID, by: User, *, lock: bool = False) -> Client:
    """Return a client that the person may see. Raises NotFound."""
    clients = clients_visible_to(by)
    if lock:
        clients = clients.select_for_update(of=("self",))
    client = clients.filter(pk=client_id).first()
    if client is None:
        raise NotFound(_("There is no such client."))
    return client


def find_present(client_id: UUID, by: User) -> Client:
    """Return a client that the person may see and change, locked. Raises NotFound, IllegalTransition for an archived one."""
    client = find_client(client_id, by, lock=True)
    if client.is_archived:
        raise IllegalTransition(_("%(name)s is archived: restore first, then edit.") % {"name": client.full_name})
    return client
