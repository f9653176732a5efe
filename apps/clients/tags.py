"""Reading tags: the business's words, a client's own, and the clients who have some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Func, Q, QuerySet

from apps.clients.models import Client, Tag
from apps.clients.models.tag import LIVE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID


def live_tags() -> QuerySet[Tag]:
    """Return the business's tags by name."""
    return Tag.objects.filter(LIVE).order_by("folded")


def tags_by_id() -> dict[UUID, Tag]:
    """Return every tag by its id: a list of clients asks once."""
    return {tag.pk: tag for tag in live_tags()}


def tags_of(client: Client, known: dict[UUID, Tag] | None = None) -> list[Tag]:
    """Return a client's tags by name; those that have ended count no more. `known` saves the query."""
    if not client.tags:
        return []
    tags = tags_by_id() if known is None else known
    return sorted((tags[one] for one in client.tags if one in tags), key=lambda tag: tag.folded)


def with_tags(clients: QuerySet[Client], tag_ids: Sequence[UUID], *, all_of: bool = False) -> QuerySet[Client]:
    """Narrow to those who have one of the tags, or all of them. No tags: everybody."""
    if not tag_ids:
        return clients
    return clients.filter(Q(tags__holds=tag_ids) if all_of else Q(tags__touches=tag_ids))


def count_by_tag() -> dict[UUID, int]:
    """Return how many clients, archived ones not counted, have each tag."""
    held = Client.objects.filter(archived_at=None).order_by().annotate(tag=Func("tags", function="unnest"))
    return dict(held.values("tag").annotate(number=Count("pk")).values_list("tag", "number"))


def names_of_tags(tag_ids: Iterable[UUID]) -> list[str]:
    """Return the names behind the ids, ended tags too while their row is there."""
    return list(Tag.objects.filter(pk__in=list(tag_ids)).order_by("folded").values_list("name", flat=True))
