"""What the clients' own room puts into the export of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms.models import model_to_dict

from apps.activity.selectors import timeline_of_client
from apps.activity.timeline import entries
from apps.clients.models import Client, ClientChange, ClientExport, DuplicatePair, Erasure, MergeRecord
from apps.clients.permissions import OWN_FIELDS
from apps.clients.relations import fields_of_clients, hanging_on_clients

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

TEAMS_OWN = frozenset({"notes", "health_notes", "search", "sort_name"})
NOT_THEIRS = (ClientChange, ClientExport, DuplicatePair, Erasure, MergeRecord)
SECRETS = frozenset({"token_digest"})


class ExportedClient:
    """The record, its earlier versions, the timeline, and every row that hangs on it."""

    name = "clients"

    def tables(self, client_ids: Sequence[UUID], *, is_own: bool) -> dict[str, list[dict[str, Any]]]:
        columns = [field.attname for field in fields_of_clients() if not (is_own and field.name in TEAMS_OWN)]
        found = {"client": list(Client.objects.filter(pk__in=client_ids).values(*columns))}
        found["changes"] = [_change(row, is_own=is_own) for row in _changes(client_ids)]
        if is_own:
            return found
        found["timeline"] = [
            {"at": line.at, "event": line.name, "text": line.sentence, "by": line.actor}
            for pk in client_ids
            for line in entries(timeline_of_client(pk))
        ]
        for kind in hanging_on_clients(besides=NOT_THEIRS):
            rows = kind.rows().filter(**{f"{kind.column}__in": client_ids})
            if found_rows := [_plain(row) for row in rows]:
                found[kind.table.removeprefix("clients_")] = found_rows
        return found

    def files(self, client_ids: Sequence[UUID]) -> dict[str, str]:
        return {}


def _changes(client_ids: Sequence[UUID]) -> Any:
    return ClientChange.objects.filter(client__in=client_ids).order_by("id").select_related("by")


def _change(change: ClientChange, *, is_own: bool) -> dict[str, Any]:
    fields = {name: pair for name, pair in change.fields.items() if not is_own or name in OWN_FIELDS}
    return {"at": change.created_at, "by": change.by.full_name if change.by else "", "fields": fields}


def _plain(row: Any) -> dict[str, Any]:
    made = {"id": row.pk, "created_at": row.created_at}
    return made | {name: value for name, value in model_to_dict(row).items() if name not in SECRETS}
