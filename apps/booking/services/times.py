"""Times that somebody may book themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.booking.selectors import Window, booking_window
from apps.booking.taken import are_taken
from apps.common.business import current
from apps.common.errors import Conflict, InvalidInput, NotFound
from apps.sessions.services.slots import Slot, both, free_time_of, slots_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from apps.sessions.services.slots import Period

MOST_OFFERED = 6
MOST_SHOWN = 2_000
NEAR = timedelta(days=7)
"""Most who lose a time find another within it; only who does not has the rest looked through."""


class TimeTaken(Conflict):
    """Somebody else was first, or the rules do not allow the time; `free_slots` holds the next that can be had."""

    code = "time_taken"
    title = gettext_lazy("This time is no longer free")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to book: how long, with one of these trainers, for these clients.

    `without_session` is the one that is about to move, `without_hold` what is kept for them already.
    """

    trainer_ids: Sequence[UUID]
    duration: timedelta
    client_ids: Sequence[UUID] = ()
    without_session: UUID | None = None
    without_hold: UUID | None = None


def bookable_slots(
    wish: Wish,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    window: Window | None = None,
    count: int = MOST_SHOWN,
) -> list[Slot]:
    """Return the times at which one of the trainers can be had, by the rules of the business, each step a start.

    None where self-booking is off.
    """
    window = window or booking_window()
    first, last = max(since or window.since, window.since), min(until or window.until, window.until)
    if not window.is_open or first >= last:
        return []
    return _slots(wish, _free(wish, first, last, window), window, count)


def bookable_span(
    wish: Wish, *, since: datetime, until: datetime, window: Window | None = None
) -> tuple[list[Slot], Slot | None]:
    """Return as `bookable_slots` those between two moments, and the first that comes after. Asks the database once for both."""
    window = window or booking_window()
    first = max(since, window.since)
    if not window.is_open or first >= window.until:
        return [], None
    free = _free(wish, first, window.until, window)
    inside = {pk: both(periods, [(first, until)]) for pk, periods in free.items()}
    after = {pk: both(periods, [(max(first, until), window.until)]) for pk, periods in free.items()}
    later = _slots(wish, after, window, 1)
    return _slots(wish, inside, window, MOST_SHOWN), later[0] if later else None


def refuse_taken(wish: Wish, *, starts_at: datetime, key: UUID, window: Window | None = None) -> None:
    """Refuse a time that none of the trainers has any more, before anybody is held: of many who want it all but one stop here.

    What has the id `key` is their own. Raises NotFound where self-booking is off, TimeTaken.
    """
    window = window or booking_window()
    if not window.is_open:
        raise NotFound
    until = starts_at + wish.duration
    if are_taken(wish.trainer_ids, since=starts_at, until=until, buffer=window.buffer, key=key):
        raise TimeTaken(extra=_others(wish, window))


def check_bookable(
    wish: Wish, *, starts_at: datetime, is_within_rules: bool = True, window: Window | None = None
) -> list[UUID]:
    """Return which of the trainers can be had at a time; call it while they and the client are held.

    Not `is_within_rules`: the notice may have run short since the time was held for them. Raises NotFound where self-booking
    is off, InvalidInput for a time that is none of those shown, TimeTaken.
    """
    window, now = window or booking_window(), timezone.now()
    if not window.is_open:
        raise NotFound
    ends_at = starts_at + wish.duration
    if is_within_rules and not (window.since <= starts_at and ends_at <= window.until):
        raise TimeTaken(_("This time is too soon or too far away."), extra=_others(wish, window))
    free = {pk: periods for pk, periods in _free(wish, starts_at, ends_at, window).items() if periods}
    if starts_at < now or not free:
        raise TimeTaken(extra=_others(wish, window))
    if is_within_rules and not _slots(wish, free, window, 1):
        raise InvalidInput({"starts_at": _("Choose one of the times that are shown.")})
    return list(free)


def _free(wish: Wish, since: datetime, until: datetime, window: Window) -> dict[UUID, list[Period]]:
    return free_time_of(
        trainer_ids=wish.trainer_ids,
        client_ids=wish.client_ids,
        duration=wish.duration,
        since=since,
        until=until,
        buffer=window.buffer,
        without_session=wish.without_session,
        without_hold=wish.without_hold,
    )


def _slots(wish: Wish, free: Mapping[UUID, Sequence[Period]], window: Window, count: int) -> list[Slot]:
    """Return the first starts that lie on a step in anybody's free time, each once."""
    zone = current().zone
    found = {
        slot.starts_at: slot
        for periods in free.values()
        for slot in slots_in(periods, duration=wish.duration, zone=zone, step=window.step, count=count, apart=False)
    }
    return [found[moment] for moment in sorted(found)][:count]


def _others(wish: Wish, window: Window) -> dict[str, object]:
    """Return the next free times: of the days ahead, and of the whole window only where those are not enough."""
    fresh = Wish(trainer_ids=wish.trainer_ids, duration=wish.duration, client_ids=wish.client_ids)
    near = window.since + NEAR
    for until in (near, None) if near < window.until else (None,):
        slots = bookable_slots(fresh, until=until, window=window, count=MOST_OFFERED)
        if len(slots) == MOST_OFFERED:
            break
    return {"free_slots": [slot.as_json() for slot in slots]}
