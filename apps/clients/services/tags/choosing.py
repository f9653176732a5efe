"""From what was given to the ids that a client holds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.clients.models import Tag
from apps.clients.models.folding import fold
from apps.clients.models.tag import LIVE, Colour
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.tag_names import parse_tag_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apps.accounts.models import User

MOST_TAGS = 50


def chosen_tags(given: Iterable[Tag | UUID | str], *, by: User | None, most: int | None = MOST_TAGS) -> list[UUID]:
    """Return the ids, in their order of making, of tags that are given by name or id; held until the transaction ends.

    Who may add tags makes the missing ones. Raises Refused for ids of none, for a name that cannot be one, and for
    unknown names from others.
    """
    ids, names = _sorted_out(given)
    found = {tag.pk: tag for tag in _held(ids, names)}
    if lost := ids - set(found):
        found |= {tag.pk: tag for tag in _successors(lost)}
    if new := {folded: name for folded, name in names.items() if folded not in {tag.folded for tag in found.values()}}:
        found |= {tag.pk: tag for tag in _made(new, by)}
    if most is not None and len(found) > most:
        raise Refused(_("A client has at most %(most)d tags.") % {"most": most})
    return sorted(found, key=str)


def make_tags(names: dict[str, str]) -> None:
    """Make tags by folded name; those that somebody else has made meanwhile are theirs. Each takes the least used colour."""
    taken = list(Tag.objects.filter(LIVE).values_list("colour", flat=True))
    new = []
    for folded, name in names.items():
        colour = min(Colour.values, key=taken.count)
        taken.append(colour)
        new.append(Tag(name=name, folded=folded, colour=colour))
    Tag.objects.bulk_create(new, ignore_conflicts=True)


def _successors(ids: set[UUID]) -> list[Tag]:
    """Return what took the place of tags that have ended and are still being taken off."""
    ended = dict(Tag.objects.filter(pk__in=ids).values_list("pk", "into"))
    if lost := ids - set(ended):
        raise Refused(_("A tag that was chosen is no longer there (%(id)s).") % {"id": min(map(str, lost))})
    return _held({into for into in ended.values() if into}, {})


def _sorted_out(given: Iterable[Tag | UUID | str]) -> tuple[set[UUID], dict[str, str]]:
    ids: set[UUID] = set()
    names: dict[str, str] = {}
    for one in given:
        if isinstance(one, Tag):
            ids.add(one.pk)
        elif isinstance(one, UUID):
            ids.add(one)
        elif (key := _uuid(one)) is not None:
            ids.add(key)
        else:
            name = parse_tag_name(one)
            names.setdefault(fold(name), name)
    return ids, names


def _held(ids: set[UUID], names: dict[str, str]) -> list[Tag]:
    """Lock them, always in the same order: a tag cannot end while somebody gives it to a client."""
    if not ids and not names:
        return []
    tags = Tag.objects.select_for_update(no_key=True).filter(LIVE)
    return list((tags.filter(pk__in=ids) | tags.filter(folded__in=list(names))).order_by("pk"))


def _made(names: dict[str, str], by: User | None) -> list[Tag]:
    if by is None or not by.may(Permission.TAGS_ADD):
        raise Refused(_("There is no tag “%(name)s”.") % {"name": next(iter(names.values()))})
    make_tags(names)
    return _held(set(), names)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) == 36 else None  # noqa: PLR2004 - as ids are written; a tag may be called by 32 digits
    except ValueError:
        return None
