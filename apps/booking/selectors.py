"""Reading what can be booked, by whom, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import slugify

from apps.accounts.selectors import coaches
from apps.booking.models import BookableType, Hold, LetterSettings
from apps.booking.models.hold import HoldState
from apps.sessions.places import groups_between, of_its_class
from apps.sessions.selectors import booking_rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from apps.accounts.models import User
    from apps.sessions.models import TrainingSession


@dataclass(frozen=True, slots=True)
class Window:
    """Between which moments somebody may book themselves, and how times lie in it."""

    since: datetime
    until: datetime
    step: timedelta
    buffer: timedelta
    notice: timedelta
    is_open: bool


def booking_window() -> Window:
    """Return what the business's rules say of now. One query."""
    rules, now = booking_rules(), timezone.now()
    return Window(
        since=now + timedelta(minutes=rules.minimum_notice_minutes),
        until=now + timedelta(days=rules.horizon_days),
        step=timedelta(minutes=rules.slot_step_minutes),
        buffer=timedelta(minutes=rules.buffer_minutes),
        notice=timedelta(hours=rules.cancel_notice_hours),
        is_open=rules.self_booking,
    )


def bookable_types() -> QuerySet[BookableType]:
    """Return what can be booked, shortest first."""
    return BookableType.objects.filter(archived_at=None).order_by("minutes", "name", "id")


def givers(bookable: BookableType, team: Sequence[User] | None = None) -> list[User]:
    """Return who gives it, by name."""
    return [one for one in (coaches() if team is None else team) if bookable.is_given_by(one.pk)]


def trainer_named(who: str, team: Sequence[User]) -> User | None:
    """Find a trainer by id or by their name as addresses write it; of two with one name the first."""
    return next((one for one in team if who in {str(one.pk), slug_of(one)}), None)


def slug_of(trainer: User) -> str:
    """Return a trainer's name as addresses write it; the id where nothing of it can be."""
    return slugify(trainer.full_name) or str(trainer.pk)


def held_times(
    trainer_ids: Sequence[UUID], since: datetime, until: datetime, without: UUID | None = None
) -> list[tuple[UUID, datetime, datetime]]:
    """Return the times of trainers that are kept for somebody now: whose, from when, until when."""
    holds = Hold.objects.filter(trainer__in=trainer_ids, state=HoldState.HELD, expires_at__gt=timezone.now())
    holds = holds.filter(starts_at__lt=until, ends_at__gt=since)
    if without:
        holds = holds.exclude(pk=without)
    return list(holds.values_list("trainer", "starts_at", "ends_at"))


def writes_to_clients() -> bool:
    """Say whether the business wants letters about sessions sent to clients."""
    return LetterSettings.objects.filter(letters_to_clients=True).exists()


def groups_are_open() -> bool:
    """Say whether clients see the groups that have a number of places, and take one by themselves."""
    return LetterSettings.objects.filter(groups_open=True).exists()


def asks_feedback() -> bool:
    """Say whether clients without a log-in are asked by mail how a session was."""
    return LetterSettings.objects.filter(asks_feedback=True).exists()


def open_groups(window: Window | None = None, *, is_free: bool = False) -> QuerySet[TrainingSession]:
    """Return the groups that clients see, `is_free` those with a free place, with `left` seats; none while the business shows none."""
    window = window or booking_window()
    groups = groups_between(window.since, window.until, is_free=is_free)
    return groups if window.is_open and groups_are_open() else groups.none()


def groups_like(session: TrainingSession) -> QuerySet[TrainingSession]:
    """Return the other open groups of the same class with a free place, soonest first."""
    return of_its_class(open_groups(is_free=True), session).order_by("starts_at", "id")


def is_self_booked(session_id: UUID | str) -> bool:
    """Say whether a session was booked on the booking page."""
    return Hold.objects.filter(session_id=session_id).exists()
