"""One hour of a trainer with somebody. Its state changes only through the guarded methods below."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel, Versioned
from apps.sessions.models.overlap import NoOverlap
from apps.sessions.models.states import OPEN, TAKEN_BACK, TRANSITIONS, CancelledBy, Kind, State

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models.fields.related_descriptors import RelatedManager

    from apps.sessions.models.place import SessionClient
    from apps.sessions.models.waiting import WaitingPlace

TRAINER_CLASH = "sessions_trainer_free"
CORRECTABLE_FOR = timedelta(days=2)


class TrainingSession(BaseModel, Versioned):
    """Times are UTC, the end is exclusive.

    `notes` is the plan and `outcome` what the team wrote while it ran and after: neither is ever shown to clients.
    `client_notes` is what was written for them.
    """

    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PERSONAL)
    title = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField(null=True)
    location = models.CharField(max_length=120, blank=True)
    video_link = models.URLField(max_length=500, blank=True)
    notes = models.TextField(max_length=5000, blank=True)
    outcome = models.TextField(max_length=10000, blank=True)
    client_notes = models.TextField(max_length=10000, blank=True, default="", db_default="")
    state = models.CharField(max_length=12, choices=State, default=State.SCHEDULED)
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=8, choices=CancelledBy, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    is_late = models.BooleanField(default=False, db_default=False)

    places: RelatedManager[SessionClient]
    waiting: RelatedManager[WaitingPlace]

    class Meta:
        db_table = "sessions_session"
        indexes: ClassVar = [
            models.Index(fields=["starts_at", "id"], name="sessions_by_start"),
            models.Index(fields=["trainer", "starts_at"], name="sessions_by_trainer"),
            models.Index(fields=["starts_at"], name="sessions_open", condition=models.Q(state__in=OPEN)),
        ]
        constraints: ClassVar = [
            NoOverlap(name=TRAINER_CLASH, person="trainer", condition=models.Q(state__in=OPEN)),
            models.CheckConstraint(
                name="sessions_end_after_start", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(name="sessions_state_known", condition=models.Q(state__in=State.values)),
            models.CheckConstraint(
                name="sessions_cancelled_says_by_whom",
                condition=~models.Q(state=State.CANCELLED) | ~models.Q(cancelled_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def type(self) -> str:
        """The kind by the name that the API gives it."""
        return self.kind

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def duration_minutes(self) -> int:
        return int(self.duration.total_seconds() // 60)

    @property
    def is_open(self) -> bool:
        """Still to be held or being held."""
        return self.state in OPEN

    def is_cancelled_by(self, by: str, reason: str) -> bool:
        """It was called off by this side and for this reason."""
        return (self.state, self.cancelled_by, self.cancel_reason) == (State.CANCELLED, by, reason)

    def is_overdue(self, at: datetime) -> bool:
        """Its time is over and nobody has said how it went."""
        return self.is_open and self.ends_at <= at

    def start(self, at: datetime) -> None:
        self._enter(State.IN_PROGRESS)
        self.started_at = at

    def complete(self, at: datetime, outcome: str = "", client_notes: str = "") -> None:
        """Finish it. One whose time has not come must be started first."""
        self._need_begun(at)
        self._enter(State.COMPLETED)
        self.started_at = self.started_at or self.starts_at
        self.completed_at = at
        self._add(outcome, client_notes)

    def cancel(self, at: datetime, by: str, reason: str = "", *, is_late: bool = False) -> None:
        self._enter(State.CANCELLED)
        self.cancelled_at, self.cancelled_by, self.cancel_reason = at, CancelledBy(by), reason
        self.is_late = is_late

    def mark_no_show(self, at: datetime) -> None:
        """Say that nobody came; possible from the hour it was booked for."""
        self._need_begun(at)
        self._enter(State.NO_SHOW)
        self.missed_at = at

    def reopen(self, at: datetime) -> None:
        """Take “completed” or “no-show” back, within two days of its being said; what was written stays."""
        said_at = {State.COMPLETED: self.completed_at, State.NO_SHOW: self.missed_at}.get(State(self.state))
        if said_at is None or at - said_at > CORRECTABLE_FOR:
            message = _("Only “completed” and “no-show” can be corrected, within two days.")
            raise IllegalTransition(message, extra={"state": self.state})
        self.state = State.SCHEDULED
        self.started_at = self.completed_at = self.missed_at = None

    def undo(self) -> None:
        """Go back to what it was before it was started, completed, or marked as no-show."""
        if self.state not in TAKEN_BACK:
            raise IllegalTransition(_("There is nothing to take back here."), extra={"state": self.state})
        self.state = TAKEN_BACK[State(self.state)]
        self.completed_at = self.missed_at = None
        if self.state == State.SCHEDULED:
            self.started_at = None

    def move(self, starts_at: datetime, ends_at: datetime) -> None:
        """Give it another time. Only what has not begun can be moved."""
        if self.state != State.SCHEDULED:
            raise IllegalTransition(_("Only a session that has not begun can be moved."), extra={"state": self.state})
        self.starts_at, self.ends_at = starts_at, ends_at

    def note(self, text: str, client_text: str = "") -> None:
        """Add to what happened, to what the client reads, or to both; notes are never overwritten by notes."""
        if self.state == State.CANCELLED:
            raise IllegalTransition(_("A cancelled session takes no notes."))
        self._add(text, client_text)

    def has_noted(self, text: str, client_text: str) -> bool:
        """Say whether just this was noted last."""
        return _ends_with(self.outcome, text) and _ends_with(self.client_notes, client_text)

    def _add(self, text: str, client_text: str) -> None:
        self.outcome = _joined(self.outcome, text)
        self.client_notes = _joined(self.client_notes, client_text)

    def _need_begun(self, at: datetime) -> None:
        if self.state == State.SCHEDULED and at < self.starts_at:
            raise IllegalTransition(_("This session has not begun. Start it first."), extra={"state": self.state})

    def _enter(self, state: State) -> None:
        if state not in TRANSITIONS[self.state]:
            words = {"now": State(self.state).label.lower(), "then": state.label.lower()}
            message = _("A session that is %(now)s cannot become %(then)s.") % words
            raise IllegalTransition(message, extra={"state": self.state})
        self.state = state


def _ends_with(whole: str, text: str) -> bool:
    return not text or whole == text or whole.endswith(f"\n\n{text}")


def _joined(before: str, text: str) -> str:
    return "\n\n".join(part for part in (before, text.strip()) if part)
