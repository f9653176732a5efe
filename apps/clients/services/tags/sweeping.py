"""Taking an ended tag off the clients who hold it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from apps.clients.models import Client, Tag
from apps.clients.services.tags.assigning import retag
from apps.common import due

if TYPE_CHECKING:
    from uuid import UUID

SWEEP = "clients.sweep_tag"
AT_ONCE = 500
AGAIN_AFTER = dt.timedelta(seconds=45)


def sweep_soon(tag: Tag) -> None:
    """Do it while the person waits when it is a matter of one step, else in a task."""
    with transaction.atomic():
        few = _sweep_next(tag.pk)
        if not few:
            due.do_soon(task=SWEEP, key=str(tag.pk), again_after=AGAIN_AFTER)


def sweep_tag(*, tag_id: UUID | str) -> None:
    """Take an ended tag off, some hundred clients at a time; safe to repeat, and two at once wait for each other."""
    while True:
        with transaction.atomic():
            if _sweep_next(tag_id):
                due.cancel(kind=SWEEP, keys=[str(tag_id)])
                return


def _sweep_next(tag_id: UUID | str) -> bool:
    """Say whether nobody holds it any more; then its row is gone too."""
    tag = Tag.objects.select_for_update().select_related(None).filter(pk=tag_id, ended_at__isnull=False).first()
    if tag is None:
        return True
    holders = Client.objects.select_for_update(of=("self",)).filter(tags__touches=[tag.pk]).order_by("pk")
    clients = list(holders[:AT_ONCE])
    add = [tag.into_id] if tag.into_id and tag.into and tag.into.ended_at is None else []
    retag(clients, add=add, remove=[tag.pk], by=tag.ended_by)
    if len(clients) == AT_ONCE:
        return False
    tag.delete()
    return True
