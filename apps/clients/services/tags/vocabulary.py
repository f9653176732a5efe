"""The business's own list of tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.clients.models import Tag
from apps.clients.models.folding import fold
from apps.clients.models.tag import LIVE, Colour
from apps.clients.organising_events import TagChanged, TagEnded
from apps.clients.services.tags.choosing import make_tags
from apps.clients.services.tags.sweeping import sweep_soon
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.tag_names import parse_tag_name
from apps.common.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User


def add_tag(*, by: User, name: str, colour: str = "") -> Tag:
    """Add a tag and return it. Raises InvalidInput on `name`, also for one that is there already, and on `colour`."""
    name = _name(name)
    with transaction.atomic():
        if Tag.objects.filter(LIVE, folded=fold(name)).exists():
            raise _taken(name)
        make_tags({fold(name): name})
        tag = Tag.objects.get(LIVE, folded=fold(name))
        if colour:
            tag.colour = _colour(colour)
            tag.save(update_fields=["colour"])
    return tag


def change_tag(*, tag_id: UUID, by: User, name: str | None = None, colour: str | None = None) -> Tag:
    """Rename a tag, or give it another colour; every client who has it has it under the new name.

    Raises NotFound, InvalidInput on `name` (to give two tags one name, merge them) and on `colour`.
    """
    name = None if name is None else _name(name)
    try:
        with transaction.atomic():
            tag = _locked(tag_id)
            before = tag.name
            if name is not None:
                tag.rename(name)
            tag.colour = _colour(colour) if colour else tag.colour
            tag.save()
            if tag.name != before:
                publish(TagChanged(tag_id=str(tag.pk), before=before, after=tag.name), actor=by)
    except IntegrityError as error:
        raise _taken(name or "") from error
    return tag


def delete_tag(*, tag_id: UUID, by: User) -> None:
    """End a tag: nobody has it from now on. Raises NotFound."""
    _end(tag_id, None, by)


def merge_tags(*, tag_id: UUID, into_id: UUID, by: User) -> Tag:
    """Let one tag take the place of another, on every client, and return it.

    The ended one is gone from the list at once; clients follow, many of them in a task. Raises NotFound, and
    InvalidInput on `into` for a tag that is not there or is the same.
    """
    if tag_id == into_id:
        raise InvalidInput({"into": _("A tag cannot be merged with itself.")})
    return _end(tag_id, into_id, by) or _locked(into_id)


def _end(tag_id: UUID, into_id: UUID | None, by: User) -> Tag | None:
    with transaction.atomic():
        wanted = [one for one in (tag_id, into_id) if one]
        found = {tag.pk: tag for tag in Tag.objects.select_for_update().filter(LIVE, pk__in=wanted).order_by("pk")}
        if tag_id not in found:
            raise NotFound(_("There is no such tag."))
        if into_id and into_id not in found:
            raise InvalidInput({"into": _("There is no such tag.")})
        tag, into = found[tag_id], found[into_id] if into_id else None
        tag.into, tag.ended_at, tag.ended_by = into, timezone.now(), by
        tag.save()
        Tag.objects.filter(into=tag).update(into=into)  # whose clients are still on their way here
        publish(TagEnded(tag_id=str(tag.pk), tag=tag.name, into=into.name if into else ""), actor=by)
    sweep_soon(tag)
    return into


def _locked(tag_id: UUID) -> Tag:
    tag = Tag.objects.select_for_update().filter(LIVE, pk=tag_id).first()
    if tag is None:
        raise NotFound(_("There is no such tag."))
    return tag


def _name(text: str) -> str:
    try:
        return parse_tag_name(text)
    except Refused as refusal:
        raise InvalidInput({"name": refusal.reason}) from refusal


def _colour(text: str) -> str:
    if text not in Colour.values:
        raise InvalidInput({"colour": _("One of the palette's colours.")})
    return text


def _taken(name: str) -> InvalidInput:
    return InvalidInput({"name": _("There is a tag “%(name)s” already.") % {"name": name}})
