"""Rooms, and what repeats in them once the booked weeks are over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.common.business import current
from apps.sessions.models.states import Kind
from apps.sessions.services import Details, add_location, add_room
from apps.sessions.services.series import Wanted, book_series
from seeds.demo.sessions import QUIET_EVERY, WEEKS_AHEAD
from seeds.demo.week import GROUP_SIZE, GROUPS

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.sessions.models import Room

HOUR = timedelta(hours=1)
EARLY = time(6)
"""Before the hours of the standing week, so that nobody is in two places."""


def add_rooms_and_series(*, clients: list[Client], trainers: list[User]) -> None:
    """Open a location with two rooms; let the classes go on in them, and two clients come early."""
    owner = trainers[0]
    northside = add_location(by=owner, name="Northside", address="4 Mill Lane, Leeds LS9 8AB")
    names = {"Main floor": 20, "Studio 2": 12}
    rooms = {
        name: add_room(by=owner, location_id=northside.pk, name=name, seats=seats) for name, seats in names.items()
    }
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday()) + timedelta(weeks=WEEKS_AHEAD)
    here = [client for number, client in enumerate(clients) if number % QUIET_EVERY != QUIET_EVERY - 1]
    active = [client for client in here if client.status != "inactive"]
    for number, (weekday, hour, title, room) in enumerate(GROUPS):
        members = active[number * GROUP_SIZE : (number + 1) * GROUP_SIZE]
        wanted = _wanted(owner, members, rooms[room], monday + timedelta(days=weekday), time(hour))
        book_series(replace(wanted, kind=Kind.GROUP, details=Details(title=title)), by=owner)
    for number, rule in enumerate(("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=16", "FREQ=MONTHLY;BYDAY=1WE;COUNT=6")):
        trainer = trainers[number % len(trainers)]
        client = next(one for one in active if one.trainer_id == trainer.pk)
        wanted = _wanted(trainer, [client], rooms["Main floor"], monday, EARLY)
        book_series(replace(wanted, rule=rule), by=owner)


def _wanted(trainer: User, clients: list[Client], room: Room, first: date, clock: time) -> Wanted:
    return Wanted(
        trainer_id=trainer.pk,
        client_ids=[client.pk for client in clients],
        rule="FREQ=WEEKLY",
        first=first,
        clock=clock,
        zone=current().zone,
        duration=HOUR,
        room_id=room.pk,
    )
