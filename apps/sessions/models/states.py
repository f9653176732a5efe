"""The words of a session: its kind, its state, and which state may follow which."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """How people meet. `type` in the API."""

    PERSONAL = "personal", _("Personal")
    GROUP = "group", _("Group")
    ONLINE = "online", _("Online")


class State(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")
    NO_SHOW = "no_show", _("No-show")


class CancelledBy(models.TextChoices):
    CLIENT = "client", _("Client")
    TRAINER = "trainer", _("Trainer")


class Attendance(models.TextChoices):
    """Whether one client came. Of a completed session, who is only booked is taken to have come."""

    BOOKED = "booked", _("Booked")
    CAME = "came", _("Came")
    NO_SHOW = "no_show", _("Did not come")
    CANCELLED = "cancelled", _("Cancelled")


class Credit(models.TextChoices):
    """What became of the credit of one place. `settlement` in code, `credit` for people."""

    BOOKED = "booked", _("Reserved")
    ATTENDED = "attended", _("Spent")
    FORFEITED = "forfeited", _("Spent, though they did not train")
    RETURNED = "returned", _("Given back")


OPEN = (State.SCHEDULED, State.IN_PROGRESS)
"""A session in one of these takes its people's time; nobody can be booked twice over it."""

TRANSITIONS: dict[str, frozenset[State]] = {
    State.SCHEDULED: frozenset({State.IN_PROGRESS, State.COMPLETED, State.CANCELLED, State.NO_SHOW}),
    State.IN_PROGRESS: frozenset({State.COMPLETED, State.CANCELLED}),
    State.COMPLETED: frozenset(),
    State.CANCELLED: frozenset(),
    State.NO_SHOW: frozenset(),
}

TAKEN_BACK: dict[State, State] = {
    State.IN_PROGRESS: State.SCHEDULED,
    State.COMPLETED: State.IN_PROGRESS,
    State.NO_SHOW: State.SCHEDULED,
}
"""What a slip of the finger is undone to."""
