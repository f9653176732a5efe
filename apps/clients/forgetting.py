"""What the clients' own room and the rooms below it erase of a person."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.db.models import CharField, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from apps.accounts.services.forgetting import forget_log_ins
from apps.activity.services.forgetting import forget_people
from apps.clients.models import Client, ClientExport, ClientMessage, Draft, Erasure, ImportBatch, ImportChunk
from apps.clients.models.folding import digits_of, fold
from apps.clients.relations import fields_of_clients, hanging_on_clients
from apps.clients.services.intake.screening import SCREENING_DUE
from apps.clients.services.photos import remove_files_of_client
from apps.common import due
from apps.common.redacting import redacted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.clients.policies import Person

NAME = "Erased client"
SHORTEST_PHONE = 7
EMPTY: dict[str, Any] = {"email": None, "phone": None, "user": None, "date_of_birth": None, "trainer": None}
EMPTY |= {"emergency_phone": None, "tags": [], "assistants": [], "custom": {}}
KEPT = (Erasure,)


class ForgottenBelow:
    """Timeline and log-in."""

    name = "activity"

    def goes(self) -> Sequence[str]:
        return [_("Their timeline, with every message and note on it."), _("Their log-in, invitations and sign-ins.")]

    def stays(self) -> Sequence[str]:
        return []

    def erase(self, person: Person) -> dict[str, int]:
        log_ins = forget_log_ins(client_ids=person.client_ids, user_ids=person.user_ids, name=NAME)
        words = person.words
        return log_ins | forget_people(client_ids=person.client_ids, actor_ids=person.user_ids, words=words)


class ForgottenClient:
    """The record itself, everything that hangs on it, and what the imports of files still hold."""

    name = "clients"

    def goes(self) -> Sequence[str]:
        return [
            _(
                "Name, e-mail, phone, birthday, goals, notes, contacts, health answers, consents, photos and every earlier version."
            ),
            _("Their rows in imported files, and the files themselves."),
        ]

    def stays(self) -> Sequence[str]:
        return [_("An empty record called “Erased client”, the day they joined, and the proof of this erasure.")]

    def erase(self, person: Person) -> dict[str, int]:
        rows = 0
        for export in ClientExport.objects.filter(client__in=person.client_ids).exclude(stored_as=""):
            with suppress(FileNotFoundError):
                default_storage.delete(export.stored_as)
        for kind in hanging_on_clients(besides=KEPT):
            rows += kind.rows().filter(**{f"{kind.column}__in": person.client_ids}).delete()[0]
        for client_id in person.client_ids:
            rows += ClientMessage.objects.filter(chosen=[str(client_id)]).delete()[0]
            remove_files_of_client(client_id)
        due.cancel(kind=SCREENING_DUE, keys=[str(client_id) for client_id in person.client_ids])
        drafts = Draft.objects.filter(
            Q(thing__in=person.client_ids) | Q(holder__in=[*person.client_ids, *person.user_ids])
        )
        rows += drafts.delete()[0]
        imported = _forget_imports(person)
        for client in Client.objects.filter(pk__in=person.client_ids):
            _empty(client)
        return {"rows": rows, "imported rows": imported, "records": len(person.client_ids)}


def _empty(client: Client) -> None:
    """Leave of a record what names nobody: fields of any kind go back to nothing."""
    for field in fields_of_clients():
        if field.name in EMPTY:
            setattr(client, field.name, EMPTY[field.name])
        elif field.editable and isinstance(field, (CharField, TextField)) and not field.choices:
            setattr(client, field.name, "")
    client.first_name, client.status = NAME, Client.Status.INACTIVE
    client.import_batch = None
    client.index_text()
    client.touch()
    client.save()


def _forget_imports(person: Person) -> int:
    """Take the person's rows out of every import, and throw away the files that held them."""
    marks = [word.casefold() for word in person.words]
    texts = {name: Cast(name, TextField()) for name in ("rows", "rejected", "issues")}
    named = Q(pk__in=[])
    parts = [part for part in {part for whole in person.words for part in whole.split()} if len(part) > 1]
    for word in parts:
        for name in texts:
            named |= Q(**{f"text_{name}__icontains": word})
    chunks = ImportChunk.objects.annotate(**{f"text_{name}": cast for name, cast in texts.items()}).filter(named)
    removed, batches = 0, set()
    for chunk in chunks:
        numbers = {row["row"] for row in [*chunk.rows, *chunk.rejected] if _names(row, marks)}
        if not numbers:
            continue
        batches.add(chunk.batch_id)
        removed += len(numbers)
        for name in texts:
            setattr(chunk, name, [row for row in getattr(chunk, name) if row["row"] not in numbers])
        chunk.issues = [issue for issue in chunk.issues if not _names(issue, marks)]
        chunk.save()
    for batch in ImportBatch.objects.filter(pk__in=batches):
        with suppress(FileNotFoundError):
            default_storage.delete(batch.stored_as)
        for name in ("header", "evidence"):  # a file without headings has a person in its first line
            setattr(batch, name, redacted(getattr(batch, name), parts))
        batch.save(update_fields=["header", "evidence", "updated_at"])
    return removed


def _names(row: dict[str, Any], marks: list[str]) -> bool:
    """Say whether a row of a file is about the person: their e-mail or phone stands in it, or every word of their name."""
    cells = [str(value or "") for value in (row.get("values") or {}).values()] + [
        *row.get("cells", []),
        row.get("value", ""),
    ]
    words = {word for cell in cells for word in fold(cell).split()}
    numbers = {digits_of(cell).lstrip("0") for cell in cells}
    for mark in marks:
        if "@" in mark:
            if any(mark in cell.casefold() for cell in cells):
                return True
        elif digits_of(mark) and not any(sign.isalpha() for sign in mark):
            if any(len(number) >= SHORTEST_PHONE and digits_of(mark).endswith(number) for number in numbers):
                return True
        elif set(fold(mark).split()) <= words:
            return True
    return False
