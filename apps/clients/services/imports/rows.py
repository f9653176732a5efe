"""One row of a file: the client it will be, and what has to be said about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.clients.models.folding import fold
from apps.clients.services.imports.cells import is_formula
from apps.clients.services.imports.dates import parse_day
from apps.clients.services.values.birthdays import check_birth, check_joined
from apps.clients.services.values.countries import parse_country
from apps.clients.services.values.emails import parse_email
from apps.clients.services.values.phones import parse_phone
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.statuses import parse_status
from apps.clients.services.values.texts import many_lines, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ERROR, NOTICE = "error", "notice"
LONGEST_NOTE, LONGEST_RELATION = 10_000, 60


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about one cell. An error keeps its row out; a notice only tells."""

    row: int
    column: str
    field: str
    value: str
    kind: str
    reason: str
    level: str = ERROR


@dataclass(frozen=True, slots=True)
class Plan:
    """How the columns are read: field → column, and what the whole file decided."""

    header: Sequence[str]
    columns: Mapping[str, int]
    date_order: str
    home: str
    trainers: Mapping[str, str]

    def cell(self, cells: Sequence[str], name: str) -> str:
        column = self.columns.get(name)
        return cells[column] if column is not None and column < len(cells) else ""

    def column_name(self, name: str) -> str:
        column = self.columns.get(name)
        return self.header[column] if column is not None else ""


@dataclass(slots=True)
class Row:
    """The outcome for one row; `values` are JSON-ready and complete only when `is_good`."""

    number: int
    cells: Sequence[str]
    values: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return all(issue.level != ERROR for issue in self.issues)


def read_row(number: int, cells: Sequence[str], plan: Plan) -> Row:
    """Turn cells into a client's values, each problem with its column, value and reason."""
    row = Row(number, cells)
    _read_names(row, plan)
    country = _take(row, plan, "country", parse_country) or ""
    row.values["country"] = country
    home = country or plan.home
    row.values["email"] = _take(row, plan, "email", parse_email)
    row.values["phone"] = _take(row, plan, "phone", lambda text: parse_phone(text, country=home))
    _read_days(row, plan, home)
    row.values["goal"] = _take(row, plan, "goal", one_line) or ""
    _read_emergency(row, plan, home)
    for name in ("notes", "health_notes"):
        row.values[name] = _take(row, plan, name, lambda text: many_lines(text, longest=LONGEST_NOTE)) or ""
    _read_status(row, plan)
    _read_trainer(row, plan)
    _note_gaps(row, plan)
    return row


def issue_for(  # noqa: PLR0913 - an issue is told whole
    row: Row, plan: Plan, name: str, kind: str, reason: str, *, level: str = ERROR
) -> None:
    """Write down something about a field of the row."""
    value = plan.cell(row.cells, name)[:200]
    row.issues.append(Issue(row.number, plan.column_name(name), name, value, kind, reason, level))


def _take(row: Row, plan: Plan, name: str, read: Callable[[str], Any]) -> Any:
    try:
        return read(plan.cell(row.cells, name))
    except Refused as refusal:
        issue_for(row, plan, name, f"bad_{name}", refusal.reason)
        return None


def _read_names(row: Row, plan: Plan) -> None:
    first = _take(row, plan, "first_name", one_line) or ""
    last = _take(row, plan, "last_name", one_line) or ""
    if not first and not last:
        first, last = _split(_take(row, plan, "full_name", one_line) or "")
    if not first:
        first, last = last, ""
    row.values |= {"first_name": first, "last_name": last}
    named = "first_name" if "first_name" in plan.columns else "full_name"
    if not first and not any(issue.field.endswith("_name") for issue in row.issues):
        issue_for(row, plan, named, "no_name", _("There is no name."))
    for name in ("first_name", "last_name", "full_name"):
        if is_formula(plan.cell(row.cells, name)):
            reason = _("This begins like a formula; it is kept as plain text and never run.")
            issue_for(row, plan, name, "formula", reason, level=NOTICE)


def _split(name: str) -> tuple[str, str]:
    """Split "Berg, Anna" and "Anna Maria Berg" into first and last name."""
    if "," in name:
        last, _comma, first = name.partition(",")
        return first.strip(), last.strip()
    first, _space, last = name.rpartition(" ")
    return (first, last) if first else (last, "")


def _read_days(row: Row, plan: Plan, home: str) -> None:
    def born(text: str) -> str | None:
        day = check_birth(parse_day(text, order=plan.date_order, country=home))
        return day.isoformat() if day else None

    def joined(text: str) -> str | None:
        day = parse_day(text, order=plan.date_order, country=home)
        return check_joined(day).isoformat() if day else None

    row.values["date_of_birth"] = _take(row, plan, "date_of_birth", born)
    row.values["member_since"] = _take(row, plan, "member_since", joined)


def _read_emergency(row: Row, plan: Plan, home: str) -> None:
    readers: dict[str, Callable[[str], Any]] = {
        "emergency_name": one_line,
        "emergency_phone": lambda text: parse_phone(text, country=home),
        "emergency_relation": lambda text: one_line(text, longest=LONGEST_RELATION),
    }
    for name, read in readers.items():
        row.values[name] = _take(row, plan, name, read) or (None if name == "emergency_phone" else "")


def _read_status(row: Row, plan: Plan) -> None:
    row.values["status"] = "active"
    if text := plan.cell(row.cells, "status"):
        status, is_exact = _take(row, plan, "status", parse_status) or ("active", True)
        row.values["status"] = status
        if not is_exact:
            reason = _("“%(text)s” is taken as inactive.") % {"text": text}
            issue_for(row, plan, "status", "status_taken", reason, level=NOTICE)


def _read_trainer(row: Row, plan: Plan) -> None:
    row.values["trainer"] = None
    if text := fold(plan.cell(row.cells, "trainer")):
        row.values["trainer"] = plan.trainers.get(text)
        if text not in plan.trainers:
            reason = _("Nobody of this name trains here; the client comes without a trainer.")
            issue_for(row, plan, "trainer", "no_such_trainer", reason, level=NOTICE)


def _note_gaps(row: Row, plan: Plan) -> None:
    gaps = (
        ("email", "no_email", _("No e-mail: invitations and reminders cannot be mailed.")),
        ("phone", "no_phone", _("No phone: no calls and no text messages.")),
    )
    for name, kind, reason in gaps:
        if name in plan.columns and not plan.cell(row.cells, name):
            issue_for(row, plan, name, kind, reason, level=NOTICE)
