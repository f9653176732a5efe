"""Who is in the file twice, or is a client already."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.clients.duplicates import birthdays_by_name
from apps.clients.models.folding import fold
from apps.clients.selectors import holder_names, names_by_phone
from apps.clients.services.imports.rows import NOTICE, Plan, Row, issue_for

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(slots=True)
class Seen:
    """What earlier rows of the file brought: e-mail and phone → row number."""

    emails: dict[str, int] = field(default_factory=dict)
    phones: dict[str, int] = field(default_factory=dict)


def mark_duplicates(rows: Sequence[Row], plan: Plan, seen: Seen) -> None:
    """Add an error to rows whose e-mail is taken or who are clients already; a shared phone or name is only a notice."""
    good = [row for row in rows if row.is_good]
    holders = holder_names({row.values["email"] for row in good if row.values["email"]})
    callers = names_by_phone({row.values["phone"] for row in good if row.values["phone"]})
    born = birthdays_by_name({_sort_name(row) for row in good})
    for row in good:
        _mark_email(row, plan, seen, holders)
        if row.is_good:
            _mark_phone(row, plan, seen, callers)
        if row.is_good:
            _mark_name(row, plan, born)


def _mark_email(row: Row, plan: Plan, seen: Seen, holders: dict[str, str]) -> None:
    email = row.values["email"]
    if not email:
        return
    if email in holders:
        reason = _("%(name)s already has this e-mail.") % {"name": holders[email]}
        issue_for(row, plan, "email", "duplicate_email", reason)
    elif email in seen.emails:
        reason = _("Row %(row)d has this e-mail too.") % {"row": seen.emails[email]}
        issue_for(row, plan, "email", "duplicate_email", reason)
    else:
        seen.emails[email] = row.number


def _mark_phone(row: Row, plan: Plan, seen: Seen, callers: dict[str, set[str]]) -> None:
    phone = row.values["phone"]
    if not phone:
        return
    names = callers.get(phone, set())
    name = f"{row.values['first_name']} {row.values['last_name']}".strip()
    if fold(name) in {fold(other) for other in names}:
        reason = _("%(name)s with this phone is a client already.") % {"name": name}
        issue_for(row, plan, "phone", "duplicate_client", reason)
    elif names:
        reason = _("%(name)s has this phone too.") % {"name": min(names)}
        issue_for(row, plan, "phone", "shared_phone", reason, level=NOTICE)
    elif phone in seen.phones:
        reason = _("Row %(row)d has this phone too.") % {"row": seen.phones[phone]}
        issue_for(row, plan, "phone", "shared_phone", reason, level=NOTICE)
    else:
        seen.phones[phone] = row.number


def _mark_name(row: Row, plan: Plan, born: dict[str, set[str]]) -> None:
    """Tell of a client with the same name, unless both birthdays are known and differ."""
    days = born.get(_sort_name(row))
    day = row.values["date_of_birth"]
    if days is None or (day and "" not in days and day not in days):
        return
    reason = _("A client of this name is here already. The row comes in as another one.")
    issue_for(row, plan, "first_name", "same_name", reason, level=NOTICE)


def _sort_name(row: Row) -> str:
    return fold(f"{row.values['last_name']} {row.values['first_name']}")
