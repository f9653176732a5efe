"""Everything about one client as a ZIP: JSON and CSV of each table, files, and a manifest with checksums."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.roles import Role
from apps.activity.services import publish
from apps.clients import policies
from apps.clients.care_events import ClientExported
from apps.clients.changes import family_of
from apps.clients.models import ClientExport
from apps.clients.models.export import KEPT_FOR
from apps.clients.services.finding import find_client
from apps.clients.services.imports.cells import is_formula
from apps.common import due
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.models import Client

EXPORT, EXPIRE = "clients.export_one", "clients.expire_export"
AGAIN_AFTER = timedelta(minutes=10)
FORMAT = 1


def ask_export(*, client_id: UUID, by: User) -> ClientExport:
    """Begin the export of a client in a task; one that is being made already is returned instead. Raises NotFound."""
    client = find_client(client_id, by)
    try:
        with transaction.atomic():
            export = ClientExport.objects.create(client=client, by=by)
            due.do_soon(task=EXPORT, key=str(export.pk), again_after=AGAIN_AFTER)
            publish(ClientExported(client_id=str(client.pk)), actor=by, client_ids=[client.pk])
    except IntegrityError:
        return ClientExport.objects.filter(client=client, ready_at=None).get()
    return export


def make_export(*, export_id: UUID | str) -> None:
    """Write the file. Safe to repeat."""
    export = ClientExport.objects.filter(pk=export_id, ready_at=None).select_related("client", "by").first()
    if export is not None:
        is_own = export.by is not None and export.by.role == Role.CLIENT
        data = archive_of(export.client, is_own=is_own)
        name = default_storage.save(f"exports/{export.pk}.zip", ContentFile(data))
        with transaction.atomic():
            export.stored_as, export.size, export.sha256 = name, len(data), sha256(data).hexdigest()
            export.ready_at = timezone.now()
            export.save()
            due.schedule(kind=EXPIRE, key=str(export.pk), due_at=export.ready_at + KEPT_FOR)
    due.cancel(kind=EXPORT, keys=[str(export_id)])


def expire_export(*, export_id: UUID | str) -> None:
    """Throw the file away. Safe to repeat."""
    export = ClientExport.objects.filter(pk=export_id).first()
    if export is not None:
        forget_file(export)
    due.cancel(kind=EXPIRE, keys=[str(export_id)])


def forget_file(export: ClientExport) -> None:
    """Delete the file of an export; its row says that there was one."""
    if export.stored_as:
        with suppress(FileNotFoundError):
            default_storage.delete(export.stored_as)
        export.stored_as = ""
        export.save(update_fields=["stored_as", "updated_at"])


def export_for(user: User, export_id: UUID) -> ClientExport:
    """Return an export whose file is there. Clients get only what they asked for themselves. Raises NotFound."""
    export = ClientExport.objects.filter(pk=export_id).select_related("client").first()
    is_theirs = export is not None and (user.role != Role.CLIENT or export.by_id == user.pk)
    if export is None or not is_theirs or not export.is_there:
        raise NotFound(_("This file is not there any more. Make a new one."))
    find_client(export.client_id, user)
    return export


def archive_of(client: Client, *, is_own: bool = False) -> bytes:
    """Return the ZIP. `is_own`: made for the client's own log-in, without what the team wrote for itself."""
    held = io.BytesIO()
    manifest: dict[str, Any] = {"format": FORMAT, "client": str(client.pk), "made_at": timezone.now().isoformat()}
    files: list[dict[str, Any]] = []
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _entries(family_of(client), is_own=is_own):
            archive.writestr(name, data)
            files.append({"name": name, "bytes": len(data), "sha256": sha256(data).hexdigest()})
        archive.writestr("manifest.json", json.dumps(manifest | {"files": files}, indent=2))
    return held.getvalue()


def _entries(client_ids: list[UUID], *, is_own: bool) -> Iterator[tuple[str, bytes]]:
    for part in policies.export_parts():
        for table, rows in part.tables(client_ids, is_own=is_own).items():
            yield f"{table}.json", json.dumps(rows, indent=2, ensure_ascii=False, default=str).encode()
            yield f"{table}.csv", _csv(rows).encode("utf-8-sig")
        for name, stored_as in part.files(client_ids).items():
            with suppress(FileNotFoundError), default_storage.open(stored_as) as stored:
                yield f"files/{name}", stored.read()


def _csv(rows: list[dict[str, Any]]) -> str:
    """Return a table for spreadsheets: nothing in it is run as a formula."""
    text = io.StringIO()
    columns = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    cell = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (dict, list)) else str(value or "")
    return f"'{cell}" if is_formula(cell) else cell
