"""A session as the calendar draws it.

Made of strings, not by a template: a page may hold two thousand of them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.common.links import around_the_id
from apps.common.templatetags.formats import clock_text
from apps.sessions.models.states import Kind, State

if TYPE_CHECKING:
    from datetime import time

    from apps.sessions.calendar.entries import Entry


def name_of(entry: Entry) -> str:
    """Return the name by which people know a session: a group's title, else who comes."""
    if entry.kind == Kind.GROUP and entry.title:
        return entry.title
    return ", ".join(entry.names) or entry.title or str(Kind(entry.kind).label)


@lru_cache(maxsize=4096)
def _clock(language: str | None, value: time) -> str:
    return clock_text(value)


def clock_of(value: time) -> str:
    """Return a wall clock's time in the reader's way; each is made once."""
    return _clock(get_language(), value)


class Painter:
    """Draws entries for one page: what is the same for all of them is made once."""

    def __init__(self, *, is_team_shown: bool = False, may_move: bool = False) -> None:
        self.is_team_shown, self.may_move = is_team_shown, may_move
        self._before, self._after = around_the_id("session")
        self._kinds = {kind.value: escape(kind.label) for kind in Kind}
        self._states = {state.value: escape(state.label) for state in State}

    def url(self, entry: Entry) -> str:
        return f"{self._before}{entry.pk}{self._after}"

    def block(self, entry: Entry, css: str, *, is_begun_before: bool = False) -> SafeString:
        """Draw a block of a column. What can be dragged, at its beginning, carries its version and length."""
        end = clock_of(entry.end.time())
        said = self._states[entry.state] if entry.is_called_off else clock_of(entry.start.time())
        by = f", {escape(entry.trainer_name.partition(' ')[0])}" if self.is_team_shown else ""
        can_move = self.may_move and entry.state == State.SCHEDULED and not is_begun_before
        held = f' data-version="{entry.version}"' if can_move else ""
        voice = f"{self._kinds[entry.kind]}, {self._states[entry.state]}, {_('until')} {end}"
        return mark_safe(  # noqa: S308 - what people wrote is escaped
            f'<a class="{css}" href="{self.url(entry)}" data-minutes="{entry.minutes}"{held}>'
            f"<b>{escape(name_of(entry))}</b><span>{said}{by}</span>"
            f'<span class="visually-hidden">{voice}</span></a>'
        )

    def line(self, entry: Entry) -> SafeString:
        """Draw a line of a month's day."""
        css = "month-line is-cancelled" if entry.is_called_off else "month-line"
        return mark_safe(  # noqa: S308 - what people wrote is escaped
            f'<a class="{css}" href="{self.url(entry)}"><i class="kind kind-{entry.kind}" aria-hidden="true"></i>'
            f"<span>{clock_of(entry.start.time())}</span> <b>{escape(name_of(entry))}</b>"
            f'<span class="visually-hidden">, {self._kinds[entry.kind]}, {self._states[entry.state]}</span></a>'
        )
