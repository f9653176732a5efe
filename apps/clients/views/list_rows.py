"""A row of the client list's table.

Made of strings, not by a template, as the calendar's blocks are: a page draws twenty-five of nine cells each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.clients.templatetags.clients import client_status, phone, risk_badge
from apps.common.links import around_the_id
from apps.common.templatetags.markup import escaped, fill
from apps.common.templatetags.pieces import avatar, day, local_time

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from apps.clients.models import Client
    from apps.clients.selectors.setup import Setup

PERSON = (
    '<td class="cell-main"><a class="person" href="{}{}{}" data-row-link>{}<span class="grow">'
    '<span class="person-name truncate block" dir="auto">{}</span>'
    '<span class="person-note truncate block" dir="auto">{}</span></span></a></td>'
)
CHECK = (
    '<td class="cell-check"><input type="checkbox" class="check" name="client" value="{}" data-row-check'
    ' aria-label="{}"></td>'
)
ANSWER = '<td class="cell-wide"><span class="cell-own truncate block" dir="auto">{}</span></td>'


class RowPainter:
    """Draws the rows of one page: what is the same for all of them is made once."""

    def __init__(self, wishes: Setup, *, has_checks: bool, may_edit: bool) -> None:
        self.wishes, self.has_checks, self.may_edit = wishes, has_checks, may_edit
        self._address = around_the_id("client")
        self._never, self._unbooked, self._none, self._nobody = (
            fill('<span class="faint">{}</span>', words)
            for words in (_("Never"), _("None booked"), _("None"), _("Nobody yet"))
        )
        self._to_complete = fill('<span class="small muted block">{}</span>', _("to complete"))
        self._states: dict[tuple[str, bool], SafeString] = {}

    def row(self, client: Client, away: int, answers: Iterable[str], tags: SafeString | str) -> SafeString:
        """Draw a client. `away` counts the days of a client at risk; what the business adds comes in words and drawn."""
        cells = [self._person(client), f'<td class="cell-side">{self._state(client, away)}</td>']
        cells += [f"<td>{self._last(client)}</td>", f"<td>{self._next(client, self.wishes.look.now)}</td>"]
        if self.wishes.tags_on_list:
            cells.append(self._tags(tags))
        cells += [fill(ANSWER, answer) for answer in answers]
        if not self.wishes.has_extras:
            cells.append(
                f'<td class="number cell-wide">{escaped(phone(client.phone)) if client.phone else self._none}</td>'
            )
        trainer = escaped(client.trainer.full_name) if client.trainer else self._nobody
        cells.append(f'<td class="cell-wide">{trainer}</td>')
        if not self.wishes.is_full:
            since = escaped(date_format(client.member_since, "M Y"))
            cells.append(f'<td class="cell-number cell-roomy muted">{since}</td>')
        return SafeString(f"<tr{' data-edit' if self.may_edit else ''}>{''.join(cells)}</tr>")

    def _person(self, client: Client) -> str:
        name, (before, after) = client.full_name, self._address
        check = fill(CHECK, client.pk, name) if self.has_checks else ""
        note = client.goal or client.email or phone(client.phone)
        return check + fill(PERSON, before, client.pk, after, avatar(client), name, note)

    def _state(self, client: Client, away: int) -> SafeString:
        if away:
            return risk_badge(away)
        state = client.status, client.is_archived
        if state not in self._states:
            self._states[state] = client_status(*state)
        return self._states[state]

    def _last(self, client: Client) -> SafeString:
        return day(client.last_session) if client.last_session else self._never

    def _next(self, client: Client, now: datetime) -> SafeString:
        if not client.next_session_at:
            return self._unbooked
        when = local_time(client.next_session_at)
        return SafeString(when + self._to_complete) if client.next_session_at < now else when

    def _tags(self, tags: SafeString | str) -> str:
        inner = fill('<span class="tags tags-few">{}</span>', tags) if tags else ""
        return f'<td class="cell-wide cell-wrap{" cell-second" if tags else ""}">{inner}</td>'
