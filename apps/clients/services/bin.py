"""Deleting notes and logged contacts so that it can be taken back, and emptying the bin later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.clients.models import ClientContact, ClientNote
from apps.common import due

if TYPE_CHECKING:
    from uuid import UUID

EMPTY = "clients.empty_bin"
KEPT_FOR = timedelta(days=7)


def bin_row(row: ClientNote | ClientContact) -> None:
    """Delete a locked row. Raises IllegalTransition when it is deleted already."""
    now = timezone.now()
    row.bin(at=now)
    row.touch()
    row.save()
    due.schedule(kind=EMPTY, key=str(row.pk), due_at=now + KEPT_FOR)


def unbin_row(row: ClientNote | ClientContact) -> None:
    """Bring a locked row back. Raises IllegalTransition when it is not deleted."""
    row.unbin()
    row.touch()
    row.save()
    due.cancel(kind=EMPTY, keys=[str(row.pk)])


def empty_bin(*, row_id: UUID | str) -> None:
    """Remove a deleted row for good; one that came back stays. Safe to repeat."""
    for kind in (ClientNote, ClientContact):
        kind.objects.filter(pk=row_id, deleted_at__lte=timezone.now() - KEPT_FOR).delete()
    due.cancel(kind=EMPTY, keys=[str(row_id)])
