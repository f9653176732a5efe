"""Who hears of what. Direct calls go down the rooms, events go up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from apps.activity.events import Event
from apps.activity.models import Activity

type Handler[E: Event] = Callable[[E, Activity], None]


@dataclass(frozen=True, slots=True)
class Receiver:
    """One function that hears of one kind of event. `key` is its stable name in receipts."""

    key: str
    handle: Handler[Event]


_events: dict[str, type[Event]] = {}
_sync: dict[str, list[Receiver]] = defaultdict(list)
_later: dict[str, list[Receiver]] = defaultdict(list)


def receives[E: Event](event: type[E], *, sync: bool = False) -> Callable[[Handler[E]], Handler[E]]:
    """Register a receiver. `sync` ones run inside the publisher's transaction and must succeed with it.

    The others run later in a task, at least once: each in its own transaction together with its receipt.
    """

    def register(handle: Handler[E]) -> Handler[E]:
        _events[event.name] = event
        receiver = Receiver(f"{handle.__module__}.{handle.__name__}", handle)  # type: ignore[arg-type] # called only with E
        book = _sync if sync else _later
        book[event.name].append(receiver)
        return handle

    return register


def known_events() -> dict[str, type[Event]]:
    """Return every event class by name: the catalogue of triggers, webhooks and timelines."""
    found = dict(_events)
    stack = list(Event.__subclasses__())
    while stack:
        event = stack.pop()
        found[event.name] = event
        stack.extend(event.__subclasses__())
    return found


def sync_receivers(name: str) -> list[Receiver]:
    return _sync.get(name, [])


def later_receivers(name: str) -> list[Receiver]:
    return _later.get(name, [])
