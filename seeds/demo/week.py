"""One week of the demo business: who trains when, the same every week, so that nobody is ever in two places."""

from __future__ import annotations

import random
from dataclasses import dataclass

HOURS = (7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 19)
GROUPS = (
    (1, 12, "Morning strength", "Main floor"),
    (3, 12, "Mobility", "Studio 2"),
    (5, 12, "Barbell club", "Main floor"),
)
GROUP_SIZE = 6
FLOORS = ("Main floor", "Rack 2", "Studio 2")
ONLINE_EVERY, SHORT_EVERY = 7, 5
SEED = 7


@dataclass(frozen=True, slots=True)
class Slot:
    """A standing appointment: numbers into the lists of trainers and clients, local weekday and hour."""

    trainer: int
    clients: tuple[int, ...]
    weekday: int
    hour: int
    minutes: int
    kind: str
    title: str
    location: str


def standing_week(*, trainers: int, clients: int) -> list[Slot]:
    """Return at most one personal appointment a client and week, and the group classes at noon."""
    places = [(trainer, weekday, hour) for hour in HOURS for weekday in range(7) for trainer in range(trainers)]
    random.Random(SEED).shuffle(places)  # noqa: S311 - believable, not secret
    personal = [_personal(number, place) for number, place in enumerate(places[:clients])]
    return personal + [_group(number, group, clients) for number, group in enumerate(GROUPS)]


def _personal(number: int, place: tuple[int, int, int]) -> Slot:
    trainer, weekday, hour = place
    is_online = number % ONLINE_EVERY == ONLINE_EVERY - 1
    minutes = 45 if number % SHORT_EVERY == SHORT_EVERY - 1 else 60
    location = "" if is_online else FLOORS[trainer % len(FLOORS)]
    return Slot(trainer, (number,), weekday, hour, minutes, "online" if is_online else "personal", "", location)


def _group(number: int, group: tuple[int, int, str, str], clients: int) -> Slot:
    weekday, hour, title, location = group
    members = dict.fromkeys((number * 5 + step * 3) % clients for step in range(GROUP_SIZE))
    return Slot(0, tuple(members), weekday, hour, 60, "group", title, location)
