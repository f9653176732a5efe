"""The checked rows become clients."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.activity.services import publish
from apps.clients.events import ClientsImported
from apps.clients.models import Client, ImportBatch, ImportChunk
from apps.clients.models.folding import fold
from apps.clients.selectors import holder_names, import_for
from apps.clients.services.imports.parts import take_parts
from apps.clients.services.imports.rows import ERROR
from apps.common import due
from apps.common.errors import Conflict

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User

RUN = "clients.run_import"
TRIES = 3
AGAIN_AFTER = dt.timedelta(seconds=45)
State = ImportBatch.State


def start_run(*, batch_id: UUID, by: User, accept_errors: bool) -> ImportBatch:
    """Let a task import the good rows.

    Raises Conflict (code "rows_left_out") when some rows cannot be imported and nobody said that they may be left out,
    or when there is no good row; IllegalTransition unless the file is checked and not yet imported.
    """
    with transaction.atomic():
        batch = import_for(by, batch_id, lock=True)
        batch.begin_run(accept_errors=accept_errors)
        if not batch.good:
            raise Conflict(_("No row can be imported as the file stands."), code="no_rows")
        if batch.bad and not accept_errors:
            message = ngettext(
                "%(count)d row cannot be imported. Say that it may be left out, or correct the file.",
                "%(count)d rows cannot be imported. Say that they may be left out, or correct the file.",
                batch.bad,
            )
            raise Conflict(message % {"count": batch.bad}, code="rows_left_out", extra={"bad": batch.bad})
        batch.save()
        due.do_soon(task=RUN, key=str(batch.pk), again_after=AGAIN_AFTER)
    return batch


def run_import(*, batch_id: UUID | str) -> None:
    """Import what is left of a batch, chunk by chunk.

    Each chunk is claimed, made into clients and marked in one transaction: a killed worker leaves whole chunks, a
    second one goes on with the rest, and two at once take different ones.
    """
    while _import_next(batch_id):
        pass
    _finish(batch_id)


def _import_next(batch_id: UUID | str) -> bool:
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                return _import_one(batch_id)
        except IntegrityError:  # somebody took an e-mail after we looked: look again
            if attempt == TRIES:
                raise
    return False


def _import_one(batch_id: UUID | str) -> bool:
    chunk = (
        ImportChunk.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(batch__pk=batch_id, batch__state=State.RUNNING, done_at=None)
        .order_by("number")
        .first()
    )
    if chunk is None:
        return False
    taken = holder_names({row["values"]["email"] for row in chunk.rows if row["values"]["email"]})
    rows = [row for row in chunk.rows if row["values"]["email"] not in taken]
    tags = take_parts(rows, chunk.batch)
    Client.objects.bulk_create([_client(row["values"], chunk.batch_id, tags) for row in rows])
    late = [_late_issue(row, taken) for row in chunk.rows if row["values"]["email"] in taken]
    skipped = len(chunk.rejected) + len(late)
    chunk.issues, chunk.rows, chunk.done_at = [*chunk.issues, *late], [], timezone.now()
    chunk.save(update_fields=["issues", "rows", "done_at", "updated_at"])
    ImportBatch.objects.filter(pk=chunk.batch_id).update(
        imported=F("imported") + len(rows), skipped=F("skipped") + skipped, updated_at=timezone.now()
    )
    return True


def _client(values: dict[str, Any], batch_id: UUID, tags: dict[str, UUID]) -> Client:
    read = {"trainer", "date_of_birth", "member_since", "tags", "custom"}
    given = {name: value for name, value in values.items() if name not in read}
    born, joined = values["date_of_birth"], values["member_since"]
    client = Client(
        **given,
        trainer_id=values["trainer"],
        date_of_birth=dt.date.fromisoformat(born) if born else None,
        member_since=dt.date.fromisoformat(joined) if joined else timezone.localdate(),
        import_batch_id=batch_id,
        custom=values.get("custom", {}),
        tags=sorted({tags[key] for name in values.get("tags", []) if (key := fold(name)) in tags}, key=str),
    )
    client.index_text()
    return client


def _late_issue(row: dict[str, Any], taken: dict[str, str]) -> dict[str, Any]:
    email = row["values"]["email"]
    reason = _("%(name)s already has this e-mail.") % {"name": taken[email]}
    found = {"row": row["row"], "column": "", "field": "email", "value": email}
    return {**found, "kind": "duplicate_email", "reason": reason, "level": ERROR}


def _finish(batch_id: UUID | str) -> None:
    """Close the batch once every chunk is done: one event, on the timeline of every client it brought."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().filter(pk=batch_id, state=State.RUNNING).first()
        if batch is not None:
            if batch.chunks.filter(done_at=None).exists():
                return  # another worker holds one; it, or the sweeper's next task, will close
            _close(batch)
        due.cancel(kind=RUN, keys=[str(batch_id)])


def _close(batch: ImportBatch) -> None:
    event = ClientsImported(
        batch_id=str(batch.pk), file_name=batch.file_name, imported=batch.imported, skipped=batch.skipped
    )
    clients = Client.objects.filter(import_batch=batch).values_list("pk", flat=True)
    publish(event, actor=batch.created_by, client_ids=clients)
    batch.finish()
    batch.save()
    transaction.on_commit(lambda: default_storage.delete(batch.stored_as))
