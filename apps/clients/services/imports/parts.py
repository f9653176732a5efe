"""Columns that feed more than a value: the words of a cell against what the business has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.clients.models import Tag
from apps.clients.models.folding import fold
from apps.clients.services.imports.rows import NOTICE, Plan, Row, issue_for
from apps.clients.services.tags.choosing import MOST_TAGS, chosen_tags
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.tag_names import split_tag_names
from apps.clients.tags import live_tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.clients.models import ImportBatch


@dataclass(frozen=True, slots=True)
class PartsPlan:
    """What the business has, and what the person who imports may add."""

    tags: frozenset[str]
    makes_tags: bool


def parts_plan(batch: ImportBatch) -> PartsPlan:
    """Read once for a whole file."""
    by = batch.created_by
    return PartsPlan(
        tags=frozenset(live_tags().values_list("folded", flat=True)),
        makes_tags=by is not None and by.may(Permission.TAGS_ADD),
    )


def read_parts(row: Row, plan: Plan, parts: PartsPlan) -> Row:
    """Add the parts to the values of a row: `tags` holds names."""
    row.values["tags"] = _read_tags(row, plan, parts)
    return row


def take_parts(rows: Sequence[dict[str, Any]], batch: ImportBatch) -> dict[str, Any]:
    """Return folded name → id of the tags that rows name, for the transaction that imports them.

    Missing ones are made where the person may; ended meanwhile and not to be made, they are left out.
    """
    names = {fold(name): name for row in rows for name in row["values"].get("tags", [])}
    by = batch.created_by
    if not by or not by.may(Permission.TAGS_ADD):
        names = {folded: name for folded, name in names.items() if folded in parts_plan(batch).tags}
    ids = chosen_tags(list(names.values()), by=by, most=None)
    return {tag.folded: tag.pk for tag in Tag.objects.filter(pk__in=ids)}


def _read_tags(row: Row, plan: Plan, parts: PartsPlan) -> list[str]:
    try:
        names = split_tag_names(plan.cell(row.cells, "tags"))
    except Refused as refusal:
        issue_for(row, plan, "tags", "bad_tags", refusal.reason)
        return []
    if len(names) > MOST_TAGS:
        issue_for(row, plan, "tags", "bad_tags", _("A client has at most %(most)d tags.") % {"most": MOST_TAGS})
    new = [name for name in names if fold(name) not in parts.tags]
    if not new:
        return names
    words = {"names": ", ".join(new)}
    if parts.makes_tags:
        issue_for(row, plan, "tags", "new_tag", _("Not there yet, and made: %(names)s.") % words, level=NOTICE)
        return names
    issue_for(row, plan, "tags", "no_such_tag", _("Not there, and left out: %(names)s.") % words, level=NOTICE)
    return [name for name in names if name not in new]
