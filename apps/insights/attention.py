"""What waits of intakes and health, as lines of the page Today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.clients.selectors.attention import CLEARANCE, DUE, MOST_COUNTED, WAITING, count_waiting

if TYPE_CHECKING:
    from datetime import datetime

    from apps.accounts.models import User


@dataclass(frozen=True, slots=True)
class Task:
    """One line: how many, what for, and where they are."""

    kind: str
    count: int
    text: str
    url: str


def tasks_for(user: User, now: datetime) -> list[Task]:
    """Return what waits, the weightiest first; nothing where nobody waits. One query."""
    return [_task(kind, count) for kind, count in count_waiting(user, now).items()]


def _task(kind: str, count: int) -> Task:
    one, many, query = {
        CLEARANCE: (
            _("%(count)s client needs a doctor’s clearance"),
            _("%(count)s clients need a doctor’s clearance"),
            "health=clearance",
        ),
        DUE: (
            _("%(count)s client is due for the health questions"),
            _("%(count)s clients are due for the health questions"),
            "health=due",
        ),
        WAITING: (
            _("%(count)s intake has not come for a week"),
            _("%(count)s intakes have not come for a week"),
            "intake=waiting",
        ),
    }[kind]
    words = f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)
    return Task(kind, count, ngettext(one, many, count) % {"count": words}, f"{reverse('clients')}?view=active&{query}")
