"""The demo's client book, each added on the day they joined."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.activity.services.history import Past, record_past
from apps.clients.events import ClientAdded, ClientJoined
from apps.clients.models import Client
from apps.common.business import current
from apps.common.ids import uuid7
from seeds.demo.names import HEALTH, NOTES, PEOPLE

if TYPE_CHECKING:
    from apps.accounts.models import User

SEED = 20260101
FIRST_PHONE = 447_700_900_000  # a range that the British regulator keeps for fiction
INACTIVE_EVERY = 9
RELATIVES = (("Alex", "Partner"), ("Robin", "Brother"), ("Sasha", "Mother"), ("Kim", "Flatmate"))


def add_clients(*, trainers: list[User], count: int) -> list[Client]:
    """Make `count` people out of the list and return them, the longest-standing first."""
    dice = random.Random(SEED)  # noqa: S311 - believable, not secret
    clients = [_client(number, trainers, dice) for number in range(count)]
    Client.objects.bulk_create(clients)
    _tell(clients, trainers[0])
    return clients


def link_log_ins(clients: list[Client], people: list[User]) -> None:
    """Let those who have a log-in of their own be the client of that name, from the day after they joined."""
    for person in people:
        client = next(client for client in clients if client.full_name == person.full_name)
        client.link(person.pk)
        client.save(update_fields=["user"])
        joined = ClientJoined(client_id=str(client.pk), user_id=str(person.pk))
        record_past([Past(joined, at=client.created_at + timedelta(days=1), actor=person, client_ids=[client.pk])])


def _client(number: int, trainers: list[User], dice: random.Random) -> Client:
    first, last, goal, born = PEOPLE[number % len(PEOPLE)]
    joined = timezone.localdate() - timedelta(days=400 - number * 8 + dice.randrange(8))
    at = datetime.combine(joined, time(9, 30), current().zone)
    client = Client(
        id=uuid7(at),
        created_at=at,
        first_name=first,
        last_name=last,
        email=f"{first}.{last}@mail.example".lower().replace(" ", "").replace("’", ""),
        phone=f"+{FIRST_PHONE + number}",
        status="inactive" if number % INACTIVE_EVERY == INACTIVE_EVERY - 1 else "active",
        trainer=trainers[number % len(trainers)],
        goal=goal,
        date_of_birth=joined.replace(year=born, day=dice.randrange(1, 28), month=dice.randrange(1, 13)),
        country="GB",
        emergency_name=f"{RELATIVES[number % len(RELATIVES)][0]} {last}",
        emergency_phone=f"+{FIRST_PHONE + 500 + number}",
        emergency_relation=RELATIVES[number % len(RELATIVES)][1],
        notes=NOTES.get(first, ""),
        health_notes=HEALTH.get(first, ""),
        member_since=joined,
    )
    client.index_text()
    return client


def _tell(clients: list[Client], by: User) -> None:
    record_past(
        Past(ClientAdded(client_id=str(client.pk)), at=client.created_at, actor=by, client_ids=[client.pk])
        for client in clients
    )
