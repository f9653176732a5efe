"""An import's findings in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.clients.services.imports.dates import DAY_FIRST, MONTH_FIRST


def field_names() -> list[tuple[str, str]]:
    """Return the fields a column can feed."""
    return [
        ("", _("Leave out")),
        ("first_name", _("First name")),
        ("last_name", _("Last name")),
        ("full_name", _("Full name")),
        ("email", _("E-mail")),
        ("phone", _("Phone")),
        ("country", _("Country")),
        ("date_of_birth", _("Date of birth")),
        ("goal", _("Goal")),
        ("status", _("Status")),
        ("trainer", _("Trainer")),
        ("member_since", _("Client since")),
        ("notes", _("Notes")),
        ("health_notes", _("Health notes")),
        ("tags", _("Tags")),
        ("emergency_name", _("Emergency contact")),
        ("emergency_phone", _("Emergency phone")),
        ("emergency_relation", _("Relation of the emergency contact")),
    ]


def notice_words(kinds: dict[str, int]) -> list[str]:
    """Return what is worth knowing of rows that will be imported, a sentence a kind."""
    words = {
        "status_taken": lambda count: ngettext(
            "%(count)d row has a status such as “lead”: it comes in as inactive.",
            "%(count)d rows have a status such as “lead”: they come in as inactive.",
            count,
        ),
        "no_email": lambda count: ngettext("%(count)d row has no e-mail.", "%(count)d rows have no e-mail.", count),
        "no_phone": lambda count: ngettext("%(count)d row has no phone.", "%(count)d rows have no phone.", count),
        "shared_phone": lambda count: ngettext(
            "%(count)d row has a phone that somebody else has too.",
            "%(count)d rows have a phone that somebody else has too.",
            count,
        ),
        "new_tag": lambda count: ngettext(
            "%(count)d row names a tag that is not there yet: it is made.",
            "%(count)d rows name a tag that is not there yet: it is made.",
            count,
        ),
        "no_such_tag": lambda count: ngettext(
            "%(count)d row names a tag that is not there: it is left out.",
            "%(count)d rows name a tag that is not there: it is left out.",
            count,
        ),
        "formula": lambda count: ngettext(
            "%(count)d name begins like a formula: it is kept as plain text.",
            "%(count)d names begin like a formula: they are kept as plain text.",
            count,
        ),
        "no_such_trainer": lambda count: ngettext(
            "%(count)d row names a trainer nobody here is called.",
            "%(count)d rows name a trainer nobody here is called.",
            count,
        ),
    }
    return [words[kind](kinds[kind]) % {"count": kinds[kind]} for kind in words if kinds.get(kind)]


def order_words(dates: dict[str, Any]) -> str:
    """Say how dates such as 03/04/1990 are read, and why; nothing when the file has none."""
    if not dates or not (dates["day_first"] or dates["month_first"] or dates["either"]):
        return ""
    found = {"example": dates["example"], "day": dates["day_first"], "month": dates["month_first"]}
    if dates["order"] == MONTH_FIRST:
        return _("Month first: %(month)d dates such as %(example)s can only be read that way.") % found
    if dates["order"] == DAY_FIRST:
        return _("Day first: %(day)d dates such as %(example)s can only be read that way.") % found
    if dates["day_first"]:
        return _("Both ways occur (%(day)d day first, %(month)d month first): each client's country decides.") % found
    return _("The dates could be read both ways: each client's country decides.")
