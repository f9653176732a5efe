"""Taking a person out of what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from apps.activity.models import Activity, ActivityClient
from apps.common.redacting import redacted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


def forget_people(*, client_ids: Sequence[UUID], actor_ids: Sequence[UUID], words: Sequence[str]) -> dict[str, int]:
    """Delete what happened with these clients alone or by these people; in what others share, take the words out.

    Returns how many rows were deleted and how many changed.
    """
    others = ActivityClient.objects.filter(activity=OuterRef("pk")).exclude(client_id__in=client_ids)
    links = ActivityClient.objects.filter(activity=OuterRef("pk"), client_id__in=client_ids)
    theirs = Activity.objects.filter(Exists(links) | Q(actor_id__in=actor_ids))
    gone, _kinds = theirs.exclude(Exists(others)).delete()
    ActivityClient.objects.filter(client_id__in=client_ids).delete()
    Activity.objects.filter(actor_id__in=actor_ids).update(actor_id=None, actor_name="")
    named = Q(pk__in=[])
    for word in [*words, *(str(pk) for pk in actor_ids)]:
        named |= Q(text__icontains=_as_json(word))
    changed = 0
    for activity in Activity.objects.annotate(text=Cast("payload", TextField())).filter(named).iterator():
        activity.payload = redacted(activity.payload, [*words, *(str(pk) for pk in actor_ids)])
        activity.save(update_fields=["payload"])
        changed += 1
    return {"activities": gone, "activities changed": changed}


def _as_json(word: str) -> str:
    """Return a word as it stands inside Postgres's text of a JSON value."""
    return word.replace("\\", "\\\\").replace('"', '\\"')
