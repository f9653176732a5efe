"""Refusing a time that is gone: early, by one statement, while nobody waits for anybody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.booking.services import book_own, hold_time
from apps.booking.services.times import MOST_OFFERED, TimeTaken
from apps.booking.taken import are_taken
from apps.common.ids import uuid7
from apps.sessions.services import change_booking_rules, schedule_session
from apps.sessions.services.slots import free_time
from tests.booking.conftest import NOON
from tests.booking.test_own import user_of
from tests.factories.clients import ClientFactory
from tests.factories.sessions import SessionFactory

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.booking.models import BookableType
    from apps.clients.models import Client
    from tests.harness.people import ClientFor

HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
WHO = {"first_name": "Ann", "last_name": "Lee", "email": "ann@mail.example", "phone": ""}


def ask_stranger(bookable: BookableType, trainer: User, key: UUID) -> object:
    return hold_time(bookable_id=bookable.pk, trainer_id=trainer.pk, starts_at=NOON, key=key, **WHO)


@pytest.mark.parametrize("kind", ["session", "hold"])
def test_it_says_of_each_time_what_the_free_times_say(
    first_hour: BookableType, trainer: User, owner: User, kind: str
) -> None:
    """With a break of a quarter after each session, from three hours before to three after."""
    change_booking_rules(by=owner, changes={"buffer_minutes": 15})
    if kind == "hold":
        ask_stranger(first_hour, trainer, uuid7())
    else:
        schedule_session(
            by=owner, trainer_id=trainer.pk, client_ids=[ClientFactory().pk], starts_at=NOON, duration=HOUR
        )
    taken = []
    for number in range(-12, 13):
        since = NOON + number * QUARTER
        free = free_time(
            trainer_id=trainer.pk, client_ids=[], duration=HOUR, since=since, until=since + HOUR, buffer=QUARTER
        )
        asked: dict[str, Any] = {"since": since, "until": since + HOUR, "buffer": QUARTER, "key": uuid7()}
        is_gone = are_taken([trainer.pk], **asked)
        assert not are_taken([trainer.pk, owner.pk], **asked)
        assert is_gone is not bool(free), since
        taken += [number] if is_gone else []
    assert taken == [-4, -3, -2, -1, 0, 1, 2, 3, 4]


def test_whoever_is_late_waits_for_nobody_and_is_shown_other_times(
    client_for: ClientFor, ines: Client, first_hour: BookableType, trainer: User
) -> None:
    SessionFactory(trainer=trainer, clients=[ClientFactory()], starts_at=NOON, ends_at=NOON + HOUR)
    browser = client_for(user_of(ines))
    url = f"/book/{trainer.pk}/types/{first_hour.pk}/request/"
    with CaptureQueriesContext(connection) as asked:
        answer = browser.post(url, {"key": str(uuid7()), "at": NOON.isoformat()})
    assert answer.status_code == 409
    assert answer.text.count("?at=2027-03-0") == MOST_OFFERED
    assert "?at=2027-03-02T12:00" not in answer.text
    statements = [query["sql"] for query in asked.captured_queries]
    assert not [sql for sql in statements if "pg_advisory_xact_lock" in sql or "FOR " in sql]
    assert len(statements) <= 12, statements


def test_what_is_ones_own_is_not_taken(ines: Client, first_hour: BookableType, trainer: User) -> None:
    key = uuid7()
    first = ask_stranger(first_hour, trainer, key)
    assert ask_stranger(first_hour, trainer, key) == first
    with pytest.raises(TimeTaken) as refused:
        ask_stranger(first_hour, trainer, uuid7())
    assert len(refused.value.extra["free_slots"]) == MOST_OFFERED


def test_a_full_week_shows_times_beyond_it(ines: Client, first_hour: BookableType, trainer: User) -> None:
    """Eight days without a gap: the days ahead are not enough."""
    for day in range(8):
        at = NOON.replace(hour=6) + timedelta(days=day - 1)
        SessionFactory(trainer=trainer, clients=[ClientFactory()], starts_at=at, ends_at=at + 12 * HOUR)
        SessionFactory(trainer=trainer, clients=[ClientFactory()], starts_at=at + 12 * HOUR, ends_at=at + 15 * HOUR)
    with pytest.raises(TimeTaken) as refused:
        book_own(by=user_of(ines), bookable_id=first_hour.pk, trainer_id=trainer.pk, starts_at=NOON, key=uuid7())
    starts = [slot["starts_at"] for slot in refused.value.extra["free_slots"]]
    assert starts == [f"2027-03-09T{hour:02}:00:00Z" for hour in range(6, 12)]
