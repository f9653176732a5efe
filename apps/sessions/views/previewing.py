"""The dates of a series before it is booked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apps.sessions.recurrence.words import words_of_oddity, words_of_rule

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from apps.sessions.services.series import Plan

MOST_SHOWN = 10
NOT_CARRIED = {"csrfmiddlewaretoken", "agreed", "skip", "look", "find"}


@dataclass(frozen=True, slots=True)
class Line:
    """One date with what is odd about its time, what is in its way, and why the trainer does not work then."""

    starts_at: datetime
    note: str
    clash: str
    outside: str


def preview_words(plan: Plan, request: HttpRequest, error: str) -> dict[str, Any]:
    """Return what the page shows: the first ten dates, and every one that clashes, is outside the hours, or whose time the clocks change."""
    clashes = {clash.occurrence: clash.message for clash in plan.clashes}
    outside = {one.occurrence: one.message for one in plan.outside}
    lines = [
        Line(one.starts_at, words_of_oddity(one, plan.timing), clashes.get(one, ""), outside.get(one, ""))
        for one in plan.occurrences
    ]
    shown = [one for number, one in enumerate(lines) if number < MOST_SHOWN or one.clash or one.note or one.outside]
    return {
        "repeats": words_of_rule(plan.timing),
        "plan": plan,
        "lines": shown,
        "hidden": len(lines) - len(shown),
        "count": len(lines) - len(clashes),
        "clashing": len(clashes),
        "outside": len(outside.keys() - clashes.keys()),
        "skip": ",".join(one.day.isoformat() for one in clashes),
        "carried": [
            (name, value) for name, values in request.POST.lists() if name not in NOT_CARRIED for value in values
        ],
        "error": error,
    }
