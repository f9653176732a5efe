"""What the calendar's script needs to know: addresses behind its keys, and words, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.sessions.calendar.asked import View

if TYPE_CHECKING:
    from datetime import datetime

    from apps.sessions.calendar.asked import Asked


def script_of(asked: Asked, *, may_edit: bool) -> dict[str, Any]:
    """Return it for `json_script`; without the right to edit, nothing can be dragged or booked."""
    return {
        "mayEdit": may_edit,
        "book": reverse("session_new") if may_edit else "",
        "keys": {
            "t": asked.url(date=""),
            "d": asked.url(view=View.DAY.value, cursor=""),
            "w": asked.url(view=View.WEEK.value, cursor=""),
            "m": asked.url(view=View.MONTH.value, cursor=""),
            "a": asked.url(view=View.AGENDA.value, cursor=""),
        },
        "before": asked.url(date=asked.day.fromordinal(asked.day.toordinal() - 1)),
        "after": asked.url(date=asked.day.fromordinal(asked.day.toordinal() + 1)),
        "words": {
            "cancel": _("%(when)s, Esc to cancel"),
            "book": _("%(when)s, book"),
            "picked": _(
                "%(who)s picked up at %(when)s. Arrow keys move, with Shift they stretch, Enter puts it down, Escape leaves it."
            ),
            "left": _("Left at %(when)s."),
            "moving": _("Moving to %(when)s …"),
            "failed": _("Could not move it. Nothing has changed. Try again."),
            "close": _("Close"),
        },
    }


def minute_of(now: datetime) -> int:
    """Return the minute of the day on the reader's wall clock."""
    clock = timezone.localtime(now)
    return clock.hour * 60 + clock.minute
