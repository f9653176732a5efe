"""What some of the demo's clients did in their last sessions, how it was for them, and what the team has to do."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.common.ids import uuid7
from apps.sessions.models import LoggedExercise, LoggedSet, SessionClient, SessionFeedback, Task
from apps.sessions.models.log import key_of
from apps.sessions.models.states import Kind, State

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client

SEED, LOGGED_CLIENTS, LAST_SESSIONS = 20260107, 6, 14
PLATE = 2_500
# Name, what is counted, load at the start in grams, reps or seconds, sets.
WORKOUT = (
    ("Box squat", "load", 60_000, 5, 4),
    ("Bench press", "load", 45_000, 6, 3),
    ("Seated row", "load", 40_000, 10, 3),
    ("Plank", "time", 0, 45, 2),
)
WORDS = ("Felt strong today.", "", "Slept badly, still got through it.", "", "Legs heavy, shoulders fine.")
TASKS = (
    (-1, "Answer about the knee before the next heavy day"),
    (0, "Write the plan for the holidays"),
    (0, "Send the link to the warm-up video"),
    (3, "Ask for the new doctor’s letter"),
)


def add_training(*, clients: list[Client], team: list[User]) -> None:
    """Log the last sessions of the first clients and of those with a log-in, and give the team some tasks."""
    dice = random.Random(SEED)  # noqa: S311 - believable, not secret
    exercises: list[LoggedExercise] = []
    sets: list[LoggedSet] = []
    feedback: list[SessionFeedback] = []
    chosen = [client for number, client in enumerate(clients) if number < LOGGED_CLIENTS or client.user_id]
    for client in chosen:
        for week, place in enumerate(reversed(_places(client))):
            _log(place, week, dice, exercises, sets)
            if week % 2:
                feedback.append(_said(place, client, week, dice))
    LoggedExercise.objects.bulk_create(exercises, batch_size=1_000)
    LoggedSet.objects.bulk_create(sets, batch_size=1_000)
    SessionFeedback.objects.bulk_create(feedback)
    Task.objects.bulk_create(_tasks(chosen, team))


def _places(client: Client) -> list[SessionClient]:
    places = SessionClient.objects.filter(client=client, session__state=State.COMPLETED).exclude(
        session__kind=Kind.GROUP
    )
    return list(places.select_related("session").order_by("-starts_at")[:LAST_SESSIONS])


def _log(
    place: SessionClient, week: int, dice: random.Random, exercises: list[LoggedExercise], sets: list[LoggedSet]
) -> None:
    at, by = place.session.starts_at, place.session.trainer_id
    stamp = int(at.timestamp() * 1_000) * 4_096
    for position, (name, measure, grams, amount, count) in enumerate(WORKOUT):
        exercise = LoggedExercise(
            id=uuid7(at + dt.timedelta(minutes=5 + 10 * position)),
            session_id=place.session_id,
            client_id=place.client_id,
            name=name,
            name_key=key_of(name),
            measure=measure,
            position=position,
            stamp=stamp,
            position_stamp=stamp,
            by_id=by,
            created_at=at,
        )
        exercises.append(exercise)
        load = grams + week // 2 * PLATE if grams else None
        for number in range(1, count + 1):
            last = number == count
            sets.append(
                LoggedSet(
                    exercise=exercise,
                    number=number,
                    load=load,
                    reps=None if measure == "time" else amount - (last and dice.random() < 0.4),  # noqa: PLR2004 - now and then
                    seconds=amount + 2 * week if measure == "time" else None,
                    rpe=Decimal(dice.choice(("7", "7.5", "8", "8.5", "9"))) if last else None,
                    stamp=stamp + number,
                    by_id=by,
                    created_at=at,
                )
            )


def _said(place: SessionClient, client: Client, week: int, dice: random.Random) -> SessionFeedback:
    hurts = dice.random() < 0.2  # noqa: PLR2004 - now and then
    return SessionFeedback(
        session_id=place.session_id,
        client=client,
        rating=dice.choice((3, 4, 4, 5, 5)),
        effort=Decimal(dice.choice(("7", "7.5", "8", "9"))),
        has_pain=hurts,
        pain_where="Left knee" if hurts else "",
        pain_level=dice.randrange(1, 4) if hurts else None,
        words=WORDS[week % len(WORDS)],
        is_own=client.user_id is not None,
        by_id=client.user_id or place.session.trainer_id,
    )


def _tasks(clients: list[Client], team: list[User]) -> list[Task]:
    today = timezone.localdate()
    return [
        Task(
            text=text,
            due_on=today + dt.timedelta(days=days),
            assignee=person,
            author=team[0],
            client=clients[(number + place) % len(clients)],
        )
        for place, person in enumerate(team)
        for number, (days, text) in enumerate(TASKS[: 4 if place == 0 else 2])
    ]
