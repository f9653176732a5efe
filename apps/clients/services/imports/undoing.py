"""Taking a whole import back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from apps.activity.selectors import clients_in_other_activities
from apps.activity.services import publish
from apps.clients import policies
from apps.clients.events import ClientsImported, ClientsImportUndone
from apps.clients.models import Client, ImportBatch
from apps.clients.selectors import clients_of_import, import_for
from apps.common import due

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from apps.accounts.models import User

UNDO = "clients.undo_import"
AT_ONCE = 500
AGAIN_AFTER = dt.timedelta(seconds=45)
State = ImportBatch.State


def start_undo(*, batch_id: UUID, by: User) -> ImportBatch:
    """Let a task remove the clients an import brought, but for those somebody has touched since.

    Touched means edited or archived, on any timeline entry but the import's, or held by a room above. Asking twice
    is asking once. Raises IllegalTransition unless the import is done.
    """
    with transaction.atomic():
        batch = import_for(by, batch_id, lock=True)
        if batch.state == State.UNDOING:
            return batch
        batch.begin_undo(by)
        batch.save()
        due.do_soon(task=UNDO, key=str(batch.pk), again_after=AGAIN_AFTER)
    return batch


def undo_import(*, batch_id: UUID | str) -> None:
    """Take back what is left of an import, some hundred clients at a time.

    The clients go in the transaction that counts them and moves `undone_to` on: a killed worker leaves both or neither,
    a second one goes on behind it, and two at once wait for each other.
    """
    while _undo_next(batch_id):
        pass


def _undo_next(batch_id: UUID | str) -> bool:
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().filter(pk=batch_id, state=State.UNDOING).first()
        if batch is None:
            due.cancel(kind=UNDO, keys=[str(batch_id)])
            return False
        clients = Client.objects.select_for_update().filter(import_batch=batch).order_by("pk")
        if batch.undone_to:
            clients = clients.filter(pk__gt=batch.undone_to)
        part = list(clients[:AT_ONCE])
        if not part:
            _close(batch)
            return False
        kept = _touched(part)
        Client.objects.filter(pk__in=[client.pk for client in part if client.pk not in kept]).delete()
        ImportBatch.objects.filter(pk=batch.pk).update(
            removed=F("removed") + len(part) - len(kept), remained=F("remained") + len(kept), undone_to=part[-1].pk
        )
    return True


def _close(batch: ImportBatch) -> None:
    """Say it once, on the timelines of those who remain."""
    event = ClientsImportUndone(
        batch_id=str(batch.pk), file_name=batch.file_name, removed=batch.removed, remained=batch.remained
    )
    kept = clients_of_import(batch).values_list("pk", flat=True)
    publish(event, actor=batch.undone_by, client_ids=kept)
    batch.finish_undo()
    batch.save()
    due.cancel(kind=UNDO, keys=[str(batch.pk)])


def _touched(clients: Sequence[Client]) -> set[UUID]:
    changed = {client.pk for client in clients if client.version > 1 or client.is_archived}
    quiet = [client.pk for client in clients if client.pk not in changed]
    return changed | clients_in_other_activities(quiet, besides=ClientsImported.name) | policies.held(quiet)
