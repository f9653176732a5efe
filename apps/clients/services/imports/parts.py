"""Columns that feed more than a value: the words of a cell against what the business has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.clients.custom import editable_fields
from apps.clients.models import CustomField, Tag
from apps.clients.models.folding import fold
from apps.clients.services.custom.answers import parse_answer
from apps.clients.services.imports.columns import field_named, plain_name
from apps.clients.services.imports.dates import parse_day
from apps.clients.services.imports.rows import NOTICE, Plan, Row, issue_for
from apps.clients.services.tags.choosing import MOST_TAGS, chosen_tags
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.tag_names import split_tag_names
from apps.clients.tags import live_tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.accounts.models import User
    from apps.clients.models import ImportBatch

PREFIX = "custom."


@dataclass(frozen=True, slots=True)
class PartsPlan:
    """What the business has, and what the person who imports may add."""

    tags: frozenset[str]
    makes_tags: bool
    fields: dict[str, CustomField]


def parts_plan(batch: ImportBatch) -> PartsPlan:
    """Read once for a whole file."""
    by = batch.created_by
    return PartsPlan(
        tags=frozenset(live_tags().values_list("folded", flat=True)),
        makes_tags=by is not None and by.may(Permission.TAGS_ADD),
        fields=custom_columns(by),
    )


def custom_columns(by: User | None) -> dict[str, CustomField]:
    """Return the custom fields that a column may feed, by the name it has in a mapping."""
    return {f"{PREFIX}{field.key}": field for field in editable_fields(by)} if by else {}


def suggest_custom(mapping: dict[str, str], header: Sequence[str], by: User) -> dict[str, str]:
    """Return the mapping with columns that no field of ours is called like given to the custom field of their name."""
    by_name = {plain_name(field.name): name for name, field in custom_columns(by).items()}
    found = dict(mapping)
    for number, title in enumerate(header):
        name = by_name.pop(plain_name(title), "")
        if name and not field_named(title):
            found[str(number)] = name
    return found


def read_parts(row: Row, plan: Plan, parts: PartsPlan) -> Row:
    """Add the parts to the values of a row: `tags` holds names, `custom` answers by field id."""
    row.values["tags"] = _read_tags(row, plan, parts)
    row.values["custom"] = {}
    for name, field in parts.fields.items():
        if name in plan.columns:
            _read_answer(row, plan, name, field)
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


def _read_answer(row: Row, plan: Plan, name: str, field: CustomField) -> None:
    cell = plan.cell(row.cells, name)
    try:
        if field.kind == CustomField.Kind.DATE and cell:
            home = row.values.get("country") or plan.home
            day = parse_day(cell, order=plan.date_order, country=home)
            cell = day.isoformat() if day else ""
        answer = parse_answer(field, cell)
        if answer is None and field.is_required:
            raise Refused(_("“%(name)s” is needed.") % {"name": field.name})  # noqa: TRY301 - told like the others
    except Refused as refusal:
        issue_for(row, plan, name, "bad_custom", refusal.reason)
        return
    if answer is not None:
        row.values["custom"][field.key] = answer


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
