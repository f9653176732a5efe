"""Taking a whole import back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from apps.activity.selectors import clients_in_other_activities
from apps.activity.services import publish
from apps.clients import policies
from apps.clients.events import ClientsImported, ClientsImportUndone
from apps.clients.models import Client, ImportBatch
from apps.clients.selectors import import_for

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of the clients; `remaining` were changed or used since, so they stay."""

    batch: ImportBatch
    removed: int
    remaining: list[Client]


def undo_import(*, batch_id: UUID, by: User) -> Undone:
    """Remove the clients an import brought, but for those somebody has touched since.

    Touched means edited or archived, on any timeline entry but the import's, or held by a room above. Raises
    IllegalTransition unless the import is done.
    """
    with transaction.atomic():
        batch = import_for(by, batch_id, lock=True)
        batch.undo()
        clients = list(Client.objects.select_for_update().filter(import_batch=batch).order_by("sort_name", "id"))
        kept = _touched(clients)
        removable = [client.pk for client in clients if client.pk not in kept]
        Client.objects.filter(pk__in=removable).delete()
        batch.save()
        event = ClientsImportUndone(
            batch_id=str(batch.pk), file_name=batch.file_name, removed=len(removable), remained=len(kept)
        )
        publish(event, actor=by, client_ids=kept)
    return Undone(batch, len(removable), [client for client in clients if client.pk in kept])


def count_touched(batch: ImportBatch) -> int:
    """Return how many of an import's clients would remain."""
    return len(_touched(list(Client.objects.filter(import_batch=batch))))


def _touched(clients: list[Client]) -> set[UUID]:
    changed = {client.pk for client in clients if client.version > 1 or client.is_archived}
    quiet = [client.pk for client in clients if client.pk not in changed]
    return changed | clients_in_other_activities(quiet, besides=ClientsImported.name) | policies.held(quiet)
