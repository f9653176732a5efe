"""Whatever happens to sessions, the clients know when they trained last and train next."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import time_machine
from django.db import connection, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from apps.clients.models import Client
from apps.clients.models.client import NEVER
from apps.clients.services import archive_client, restore_client
from apps.common.errors import DomainError
from apps.sessions.models import SessionClient, TrainingSession
from apps.sessions.services import (
    cancel_session,
    complete_session,
    mark_no_show,
    move_session,
    note_session,
    repair_session_times,
    start_session,
)
from apps.sessions.services.history import PastSession, record_past_sessions
from tests.factories.clients import ClientFactory
from tests.sessions.conftest import HOUR, MONDAY, NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from apps.accounts.models import User
    from tests.sessions.conftest import Book

type Times = dict[object, tuple[datetime, datetime | None, datetime]]

ACTS = ("book", "group", "move", "start", "complete", "cancel", "no_show", "note", "archive", "restore", "record")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 9)), min_size=1, max_size=14)


def noted() -> Times:
    rows = Client.objects.values_list("pk", "last_session_at", "next_session_at", "booked_until")
    return {pk: (last, upcoming, until) for pk, last, upcoming, until in rows}


def computed() -> Times:
    """Go through every place one by one."""
    times: Times = dict.fromkeys(Client.objects.values_list("pk", flat=True), (NEVER, None, NEVER))
    for place in SessionClient.objects.select_related("session"):
        last, upcoming, until = times[place.client_id]
        start = place.session.starts_at
        if place.session.state == "completed":
            last = max(last, start)
        elif place.session.state in {"scheduled", "in_progress"}:
            upcoming, until = min(upcoming or start, start), max(until, start)
        times[place.client_id] = (last, upcoming, until)
    return times


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def do(act: str, number: int, *, owner: User, people: list[Client], book: Book) -> None:
    """Do one act on something that is there; what is refused must leave the times as they were."""
    person = people[number % len(people)]
    session = TrainingSession.objects.order_by("id")[number % max(1, TrainingSession.objects.count()) :].first()
    asked: dict[str, Any] = {"session_id": session.pk, "by": owner} if session else {}
    later = MONDAY + number * 2 * HOUR
    if act == "book":
        book(client_ids=[person.pk], starts_at=later)
    elif act == "group":
        book(client_ids=[one.pk for one in people], starts_at=later, kind="group")
    elif act in {"archive", "restore"}:
        {"archive": archive_client, "restore": restore_client}[act](client_id=person.pk, by=owner)
    elif act == "record":
        past = NOW - timedelta(days=3 + number)
        record_past_sessions(
            [PastSession(trainer=owner, client_ids=[person.pk], starts_at=past, duration=HOUR, booked_at=past)]
        )
    elif session and act == "move":
        move_session(**asked, starts_at=later + 30 * HOUR, duration=HOUR)
    elif session and act == "cancel":
        cancel_session(**asked, cancelled_by="client")
    elif session and act == "note":
        note_session(**asked, text=str(number))
    elif session:
        with time_machine.travel(session.starts_at, tick=False):
            {"start": start_session, "complete": complete_session, "no_show": mark_no_show}[act](**asked)


def test_they_are_what_a_recomputation_finds(owner: User, trainer: User, ines: Client, tom: Client, book: Book) -> None:
    ClientFactory()

    @settings(max_examples=60, deadline=None)
    @given(STEPS)
    @example([("group", 1), ("archive", 0)])
    def walk(steps: list[tuple[str, int]]) -> None:
        with taken_back(), time_machine.travel(NOW, tick=False):
            for act, number in steps:
                with suppress(DomainError), transaction.atomic():
                    do(act, number, owner=owner, people=[ines, tom], book=book)
                assert noted() == computed(), act

    walk()


def test_the_version_stays(ines: Client, book: Book) -> None:
    with time_machine.travel(NOW, tick=False):
        book()
    ines.refresh_from_db()
    assert (ines.next_session_at, ines.version, ines.last_session) == (MONDAY, 1, None)


def test_wrong_times_are_repaired(ines: Client, tom: Client, book: Book) -> None:
    with time_machine.travel(NOW, tick=False):
        book()
    right = noted()
    Client.objects.filter(pk=ines.pk).update(next_session_at=None)
    Client.objects.filter(pk=tom.pk).update(last_session_at=MONDAY, booked_until=MONDAY)
    assert repair_session_times() == 2
    assert noted() == right == computed()
    assert repair_session_times() == 0


def test_what_was_there_before_is_told_by_the_migration(ines: Client, tom: Client, book: Book) -> None:
    from importlib import import_module

    with time_machine.travel(NOW, tick=False):
        book()
        book(client_ids=[tom.pk], starts_at=MONDAY + 3 * HOUR)
    right = noted()
    Client.objects.update(last_session_at=NEVER, next_session_at=None, booked_until=NEVER)
    with connection.cursor() as cursor:
        cursor.execute(import_module("apps.sessions.migrations.0003_clients_know_their_sessions").TELL)
    assert noted() == right
