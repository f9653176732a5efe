"""No walk through the acts ever leaves the table of states, in the model and in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from apps.activity.models import Activity
from apps.common.errors import IllegalTransition, StaleVersion
from apps.sessions.models import SessionClient, TrainingSession
from apps.sessions.models.states import OPEN, State
from apps.sessions.services import (
    cancel_session,
    complete_session,
    mark_no_show,
    move_session,
    note_session,
    start_session,
)
from tests.sessions.conftest import HOUR, MONDAY, NOW

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.sessions.conftest import Book

# Written down a second time on purpose: the product's own table is what is tested.
ALLOWED = {
    ("scheduled", "start"): "in_progress",
    ("scheduled", "complete"): "completed",
    ("scheduled", "cancel"): "cancelled",
    ("scheduled", "no_show"): "no_show",
    ("scheduled", "move"): "scheduled",
    ("in_progress", "complete"): "completed",
    ("in_progress", "cancel"): "cancelled",
    ("completed", "reopen"): "scheduled",
    ("no_show", "reopen"): "scheduled",
}
NEEDS_ITS_HOUR = {"complete", "no_show"}


class Walk(RuleBasedStateMachine):
    """A session on its way, with a second opinion on where it may be."""

    def __init__(self) -> None:
        super().__init__()
        self.session = TrainingSession(starts_at=MONDAY, ends_at=MONDAY + HOUR)
        self.expected = "scheduled"
        self.at = self.said_at = MONDAY - timedelta(days=1)

    @rule(minutes=st.integers(1, 2000))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(act=st.sampled_from(["start", "complete", "cancel", "no_show", "move", "reopen"]))
    def somebody_acts(self, act: str) -> None:
        is_early = self.expected == "scheduled" and act in NEEDS_ITS_HOUR and self.at < self.session.starts_at
        allowed = ALLOWED.get((self.expected, act))
        is_past_correcting = act == "reopen" and self.at - self.said_at > timedelta(days=2)
        if allowed is None or is_early or is_past_correcting:
            with pytest.raises(IllegalTransition):
                self._do(act)
        else:
            self._do(act)
            self.expected, self.said_at = allowed, self.at

    @invariant()
    def state_is_the_expected_one(self) -> None:
        assert self.session.state == self.expected
        assert self.session.is_open == (self.expected in {"scheduled", "in_progress"})
        assert (self.session.completed_at is not None) == (self.expected == "completed")
        assert (self.session.cancelled_at is not None) == (self.expected == "cancelled")

    def _do(self, act: str) -> None:
        match act:
            case "start":
                self.session.start(self.at)
            case "complete":
                self.session.complete(self.at, "")
            case "cancel":
                self.session.cancel(self.at, "client", "flu")
            case "no_show":
                self.session.mark_no_show(self.at)
            case "move":
                self.session.move(self.session.starts_at + HOUR, self.session.ends_at + HOUR)
            case "reopen":
                self.session.reopen(self.at)


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)


def names_of(session: TrainingSession) -> list[str]:
    return list(
        Activity.objects.filter(payload__session_id=str(session.pk)).order_by("id").values_list("name", flat=True)
    )


@time_machine.travel(MONDAY, tick=False)
def test_an_hour_from_booking_to_completion(book: Book, trainer: User) -> None:
    session = book()
    start_session(session_id=session.pk, by=trainer)
    note_session(session_id=session.pk, by=trainer, text="Knee quiet.")
    done = complete_session(session_id=session.pk, by=trainer, notes="5 × 5 at 80 kg")
    assert (done.state, done.outcome, done.version) == ("completed", "Knee quiet.\n\n5 × 5 at 80 kg", 4)
    assert (done.started_at, done.completed_at) == (MONDAY, MONDAY)
    assert names_of(session) == ["session.scheduled", "session.started", "session.noted", "session.completed"]
    assert not SessionClient.objects.get(session=session).blocks


@time_machine.travel(MONDAY, tick=False)
def test_the_same_click_twice_is_one_act(book: Book, trainer: User) -> None:
    session = book()
    for _ in range(2):
        start_session(session_id=session.pk, by=trainer, version=1)
    for _ in range(2):
        complete_session(session_id=session.pk, by=trainer, notes="Good", version=2)
    assert names_of(session) == ["session.scheduled", "session.started", "session.completed"]
    assert TrainingSession.objects.get().version == 3


@time_machine.travel(MONDAY, tick=False)
def test_other_words_the_second_time_are_refused_and_change_nothing(book: Book, trainer: User) -> None:
    session = book()
    complete_session(session_id=session.pk, by=trainer, notes="Good")
    with pytest.raises(IllegalTransition):
        complete_session(session_id=session.pk, by=trainer, notes="Bad")
    assert TrainingSession.objects.get().outcome == "Good"
    cancelled = book(starts_at=MONDAY + 2 * HOUR)
    cancel_session(session_id=cancelled.pk, by=trainer, cancelled_by="client", reason="Flu")
    with pytest.raises(IllegalTransition):
        cancel_session(session_id=cancelled.pk, by=trainer, cancelled_by="trainer", reason="Flu")
    cancelled.refresh_from_db()
    assert (cancelled.cancelled_by, cancelled.cancel_reason) == ("client", "Flu")


@time_machine.travel(NOW, tick=False)
def test_nobody_is_missing_before_the_hour(book: Book, trainer: User) -> None:
    session = book()
    with pytest.raises(IllegalTransition, match="has not begun"):
        mark_no_show(session_id=session.pk, by=trainer)
    assert names_of(session) == ["session.scheduled"]


@time_machine.travel(NOW, tick=False)
def test_a_stale_version_is_refused(book: Book, trainer: User) -> None:
    session = book()
    move_session(session_id=session.pk, by=trainer, starts_at=MONDAY + HOUR, duration=HOUR, version=1)
    with pytest.raises(StaleVersion):
        cancel_session(session_id=session.pk, by=trainer, cancelled_by="client", version=1)
    session.refresh_from_db()
    assert session.state == State.SCHEDULED


@time_machine.travel(NOW, tick=False)
def test_a_move_tells_both_times(book: Book, trainer: User) -> None:
    session = book()
    move_session(session_id=session.pk, by=trainer, starts_at=MONDAY + 2 * HOUR, duration=HOUR * 1.5)
    told = Activity.objects.get(name="session.moved").payload
    assert told["previous_starts_at"] == "2027-03-01T09:00:00+00:00"
    assert told["starts_at"] == "2027-03-01T11:00:00+00:00"
    assert told["ends_at"] == "2027-03-01T12:30:00+00:00"
    place = SessionClient.objects.get(session=session)
    assert (place.starts_at, place.ends_at) == (MONDAY + 2 * HOUR, MONDAY + 3.5 * HOUR)


def test_open_states_are_those_that_can_still_be_cancelled() -> None:
    assert {str(state) for state in OPEN} == {state for state, act in ALLOWED if act == "cancel"}
