"""The list as a file for a spreadsheet: row by row, whatever its length."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import phonenumbers
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.activity.services import publish
from apps.clients.events import ClientsExported
from apps.clients.models import Client
from apps.clients.models.client import NEVER
from apps.clients.permissions import may_see_health
from apps.clients.selectors.asked import listed
from apps.clients.selectors.risk import Look
from apps.clients.services.imports.cells import neutralise
from apps.common.business import current
from apps.common.errors import NotAllowed, TooMany

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet

    from apps.accounts.models import User
    from apps.clients.selectors.asked import Asked

AT_ONCE = 2_000
MOST_AN_HOUR, HOUR = 20, 3_600
MARK = "\ufeff"  # tells Excel that this is UTF-8


@dataclass(frozen=True, slots=True)
class Export:
    """A file on its way out: `lines` are read once, while the business is entered."""

    file_name: str
    lines: Iterator[str]


def export_clients(*, by: User, asked: Asked) -> Export:
    """Return the clients that were asked for as CSV (UTF-8 with byte order mark), every column that `by` may see.

    Who took how many with which filter is kept (`clients.exported`). Cells that a spreadsheet would run begin with an
    apostrophe, which our import takes off again. Raises NotAllowed; TooMany after 20 files of one person in an hour.
    """
    if not by.may(Permission.CLIENTS_EXPORT):
        raise NotAllowed
    _count(by)
    clients = listed(asked, by, Look.at()).order_by(*asked.columns)
    with transaction.atomic():
        publish(ClientsExported(count=clients.order_by().count(), query=asked.parameters()), actor=by)
    name = slugify(current().name, allow_unicode=True) or current().subdomain
    return Export(f"{name}-{_('clients')}-{timezone.localdate().isoformat()}.csv", _lines(clients, may_see_health(by)))


def _count(by: User) -> None:
    key = f"clients.export:{by.pk}"
    cache.add(key, 0, HOUR)
    if cache.incr(key) > MOST_AN_HOUR:
        raise TooMany(_("You exported many lists in the last hour. Try again later."))


def _lines(clients: QuerySet[Client], is_health_seen: bool) -> Iterator[str]:  # noqa: FBT001 - ours alone
    columns = {name: column for name, column in _columns().items() if is_health_seen or name != "health_notes"}
    yield MARK + _line([label for label, _show in columns.values()])
    shows = [show for _label, show in columns.values()]
    rows = clients.select_related(None).values_list(*columns)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield _line([show(value) for show, value in zip(shows, row, strict=True)])


def _columns() -> dict[str, tuple[str, Callable[[Any], str]]]:
    """Return heading and form of each column; the headings are such as our import knows."""
    return {
        "first_name": (_("First name"), neutralise),
        "last_name": (_("Last name"), neutralise),
        "email": (_("E-mail"), _text),
        "phone": (_("Phone"), readable),
        "status": (_("Status"), _status),
        "trainer__full_name": (_("Trainer"), _text),
        "goal": (_("Goal"), neutralise),
        "date_of_birth": (_("Date of birth"), _day),
        "country": (_("Country"), _text),
        "member_since": (_("Client since"), _day),
        "last_session_at": (_("Last session"), _moment),
        "next_session_at": (_("Next session"), _moment),
        "archived_at": (_("Archived"), _moment),
        "notes": (_("Notes"), neutralise),
        "health_notes": (_("Health notes"), neutralise),
    }


def readable(phone: str | None) -> str:
    """Return "+447400122601" as "(+44) 7400 122601": no formula to any spreadsheet, and a number to everybody else."""
    if not phone:
        return ""
    text = phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    code, _space, number = text.partition(" ")
    return f"({code}) {number}"


def _text(value: str | None) -> str:
    return neutralise(value or "")


def _status(value: str) -> str:
    return str(Client.Status(value).label)


def _day(value: dt.date | None) -> str:
    return value.isoformat() if value else ""


def _moment(value: dt.datetime | None) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value and value != NEVER else ""


def _line(cells: list[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()
