"""Giving tags to clients and taking them away: one client, or many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from apps.activity.services import publish
from apps.clients.models import Client, ClientChange
from apps.clients.organising_events import ClientsTagged
from apps.clients.selectors import clients_visible_to
from apps.clients.services.clients import update_client
from apps.clients.services.finding import find_client
from apps.clients.services.history import change_of
from apps.clients.services.tags.choosing import chosen_tags
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.tag_names import split_tag_names
from apps.clients.tags import names_of_tags
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.models import Tag


def tag_client(
    *, client_id: UUID, by: User, add: Iterable[Tag | UUID | str] = (), remove: Iterable[UUID] = ()
) -> Client:
    """Give one client tags, take others away, and leave the rest, whatever somebody else does meanwhile.

    A text holds several names, with commas between them. Raises as `update_client` does; what cannot be a tag on `tags`.
    """
    with transaction.atomic():
        client = find_client(client_id, by, lock=True)
        gone = set(remove)
        kept = [one for one in client.tags if one not in gone]
        return update_client(client_id=client_id, by=by, tags=[*_chosen(add, by), *kept])


def add_tags(*, client_ids: Iterable[UUID], tags: Iterable[Tag | UUID | str], by: User) -> list[UUID]:
    """Give many clients tags; return who did not have them all.

    Clients whom the person cannot see, and archived ones, are left alone. One event stands on the timelines of all; call
    with some hundred at a time. Raises InvalidInput on `tags`.
    """
    return _change(client_ids, tags, (), by)


def remove_tags(*, client_ids: Iterable[UUID], tags: Iterable[Tag | UUID | str], by: User) -> list[UUID]:
    """Take tags from many clients; return who had one. Otherwise as `add_tags`."""
    return _change(client_ids, (), tags, by)


def retag(clients: Sequence[Client], *, add: Sequence[UUID], remove: Sequence[UUID], by: User | None) -> list[UUID]:
    """Change the tags of clients that are locked, with history and one event; return whose changed."""
    changes = []
    for client in clients:
        before = {"tags": client.tags}
        after = sorted({*client.tags, *add} - set(remove), key=str)
        if after != client.tags:
            client.tags, client.updated_at = after, timezone.now()
            client.touch()
            changes.append(change_of(client, before=before, by=by))
    if not changes:
        return []
    changed = [change.client for change in changes]
    Client.objects.bulk_update(changed, ["tags", "version", "updated_at"])
    ClientChange.objects.bulk_create(changes)
    event = ClientsTagged(added=names_of_tags(add), removed=names_of_tags(remove))
    publish(event, actor=by, client_ids=[client.pk for client in changed])
    return [client.pk for client in changed]


def _change(
    client_ids: Iterable[UUID], add: Iterable[Tag | UUID | str], remove: Iterable[Tag | UUID | str], by: User
) -> list[UUID]:
    with transaction.atomic():
        clients = clients_visible_to(by).filter(pk__in=list(client_ids), archived_at=None)
        held = list(clients.select_for_update(of=("self",)).order_by("pk"))
        return retag(held, add=_chosen(add, by), remove=_chosen(remove, by), by=by)


def _chosen(given: Iterable[Tag | UUID | str], by: User) -> list[UUID]:
    try:
        return chosen_tags(split_tag_names(given) if isinstance(given, str) else given, by=by)
    except Refused as refusal:
        raise InvalidInput({"tags": refusal.reason}) from refusal
