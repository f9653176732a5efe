"""What the import page shows in each state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.clients.models import ImportBatch
from apps.clients.permissions import may_see_health
from apps.clients.selectors import clients_of_import, first_rows_of, issues_of, trainers
from apps.clients.services.imports.dates import BY_COUNTRY, DAY_FIRST, MONTH_FIRST
from apps.clients.services.imports.encodings import ENCODINGS
from apps.clients.services.imports.parts import custom_columns
from apps.clients.services.imports.tables import DELIMITERS
from apps.clients.services.values.countries import country_name
from apps.clients.views.import_acts import undo_words
from apps.clients.views.import_words import field_names, notice_words, order_words

if TYPE_CHECKING:
    from apps.accounts.models import User

PREVIEW, ERRORS, REMAINING = 6, 50, 50
State = ImportBatch.State
STEP = {
    State.UPLOADED: 1,
    State.CHECKING: 2,
    State.MAPPED: 2,
    State.RUNNING: 3,
    State.DONE: 4,
    State.FAILED: 4,
    State.UNDOING: 4,
    State.UNDONE: 4,
}


def context_of(batch: ImportBatch, user: User) -> dict[str, Any]:
    """Return the context of the import's page."""
    context: dict[str, Any] = {
        "batch": batch,
        "steps": [_("File"), _("Columns and preview"), _("Import"), _("Result")],
        "step": STEP[State(batch.state)],
    }
    if batch.state == State.MAPPED:
        context |= _mapped(batch, user)
    elif batch.state == State.DONE:
        context |= {"errors": issues_of(batch, level="error", most=ERRORS), "undoing": undo_words(batch)}
    elif batch.state == State.UNDONE:
        context |= {"remaining": clients_of_import(batch)[:REMAINING]}
    return context


def _mapped(batch: ImportBatch, user: User) -> dict[str, Any]:
    rows = first_rows_of(batch, PREVIEW)
    return {
        "columns": _columns(batch),
        "field_names": [*field_names(), *((name, field.name) for name, field in custom_columns(user).items())],
        "readings": _readings(batch),
        "dates": order_words(batch.evidence.get("dates", {})),
        "preview": [_shown(row, user) for row in rows],
        "errors": issues_of(batch, level="error", most=ERRORS),
        "notices": notice_words(batch.evidence.get("kinds", {})),
        "run_words": _run_words(batch),
    }


def _columns(batch: ImportBatch) -> list[dict[str, Any]]:
    because = batch.evidence.get("columns", [])
    samples = batch.evidence.get("samples", [])
    return [
        {
            "number": number,
            "name": name,
            "field": batch.mapping.get(str(number), ""),
            "because": because[number] if number < len(because) else "",
            "samples": ", ".join(samples[number]) if number < len(samples) else "",
        }
        for number, name in enumerate(batch.header)
    ]


def _readings(batch: ImportBatch) -> dict[str, Any]:
    words = {";": _("Semicolon ;"), ",": _("Comma ,"), "\t": _("Tab"), "|": _("Bar |")}
    fitting = batch.evidence.get("encodings", list(ENCODINGS))
    return {
        "encodings": [(name, ENCODINGS[name]) for name in fitting],
        "delimiters": [(sign, words[sign]) for sign in DELIMITERS],
        "orders": [
            ("", _("As found")),
            (DAY_FIRST, _("Day first: 31/12/1990")),
            (MONTH_FIRST, _("Month first: 12/31/1990")),
            (BY_COUNTRY, _("As usual in each client's country")),
        ],
        "order": batch.options.get("date_order", ""),
    }


def _shown(row: dict[str, Any], user: User) -> dict[str, Any]:
    values = dict(row["values"])
    names = {str(one.pk): one.full_name for one in trainers()} if values["trainer"] else {}
    return {
        "row": row["row"],
        "full_name": f"{values['first_name']} {values['last_name']}".strip(),
        "country_name": country_name(values["country"]),
        "trainer_name": names.get(values["trainer"], ""),
        "shows_health": may_see_health(user),
        **values,
    }


def _run_words(batch: ImportBatch) -> str:
    words = ngettext("Import %(count)s client", "Import %(count)s clients", batch.good)
    text = words % {"count": f"{batch.good:,}"}
    if not batch.bad:
        return text
    left_out = ngettext("leave %(count)s row out", "leave %(count)s rows out", batch.bad)
    return f"{text}, {left_out % {'count': f'{batch.bad:,}'}}"
