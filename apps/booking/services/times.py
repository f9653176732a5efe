"""Times that somebody may book themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.booking.selectors import Window, booking_window
from apps.booking.taken import is_taken
from apps.common.business import current
from apps.common.errors import Conflict, InvalidInput, NotFound
from apps.sessions.services.slots import Slot, free_time, slots_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

MOST_OFFERED = 6
MOST_SHOWN = 2_000
NEAR = timedelta(days=7)
"""Most who lose a time find another within it; only who does not has the rest looked through."""


class TimeTaken(Conflict):
    """Somebody else was first, or the rules do not allow the time; `free_slots` holds the next that can be had."""

    code = "time_taken"
    title = gettext_lazy("This time is no longer free")


def bookable_slots(  # noqa: PLR0913 - each is one plain fact of the question
    *,
    trainer_id: UUID,
    duration: timedelta,
    since: datetime | None = None,
    until: datetime | None = None,
    client_ids: Sequence[UUID] = (),
    without_session: UUID | None = None,
    window: Window | None = None,
    count: int = MOST_SHOWN,
) -> list[Slot]:
    """Return the times at which somebody may book themselves: by the rules of the business, each step a start.

    None where self-booking is off.
    """
    window = window or booking_window()
    first, last = max(since or window.since, window.since), min(until or window.until, window.until)
    if not window.is_open or first >= last:
        return []
    free = free_time(
        trainer_id=trainer_id,
        client_ids=client_ids,
        duration=duration,
        since=first,
        until=last,
        buffer=window.buffer,
        without_session=without_session,
    )
    return slots_in(free, duration=duration, zone=current().zone, step=window.step, count=count, apart=False)


def refuse_taken(  # noqa: PLR0913 - each is one plain fact of the question
    *,
    trainer_id: UUID,
    starts_at: datetime,
    duration: timedelta,
    key: UUID,
    client_ids: Sequence[UUID] = (),
    window: Window | None = None,
) -> None:
    """Refuse a time that somebody else has by now, before anybody is held: of many who want it all but one stop here.

    What has the id `key` is their own. Raises NotFound where self-booking is off, TimeTaken.
    """
    window = window or booking_window()
    if not window.is_open:
        raise NotFound
    until = starts_at + duration
    if is_taken(trainer_id=trainer_id, since=starts_at, until=until, buffer=window.buffer, key=key):
        raise TimeTaken(extra=_others(trainer_id, duration, client_ids, window))


def check_bookable(  # noqa: PLR0913 - each is one plain fact of the question
    *,
    trainer_id: UUID,
    starts_at: datetime,
    duration: timedelta,
    client_ids: Sequence[UUID] = (),
    without_session: UUID | None = None,
    without_hold: UUID | None = None,
    is_within_rules: bool = True,
    window: Window | None = None,
) -> None:
    """Insist that a time can be booked by somebody themselves; call it while trainer and client are held.

    Not `is_within_rules`: the notice may have run short since the time was held for them. Raises NotFound where self-booking
    is off, InvalidInput for a time that is none of those shown, TimeTaken.
    """
    window, now = window or booking_window(), timezone.now()
    if not window.is_open:
        raise NotFound
    ends_at = starts_at + duration
    if is_within_rules and not (window.since <= starts_at and ends_at <= window.until):
        others = _others(trainer_id, duration, client_ids, window)
        raise TimeTaken(_("This time is too soon or too far away."), extra=others)
    free = free_time(
        trainer_id=trainer_id,
        client_ids=client_ids,
        duration=duration,
        since=starts_at,
        until=ends_at,
        buffer=window.buffer,
        without_session=without_session,
        without_hold=without_hold,
    )
    on_step = slots_in(free, duration=duration, zone=current().zone, step=window.step, count=1)
    if starts_at < now or not free:
        raise TimeTaken(extra=_others(trainer_id, duration, client_ids, window))
    if is_within_rules and not on_step:
        raise InvalidInput({"starts_at": _("Choose one of the times that are shown.")})


def _others(trainer_id: UUID, duration: timedelta, client_ids: Sequence[UUID], window: Window) -> dict[str, object]:
    """Return the next free times: of the days ahead, and of the whole window only where those are not enough."""
    near = window.since + NEAR
    for until in (near, None) if near < window.until else (None,):
        slots = bookable_slots(
            trainer_id=trainer_id,
            duration=duration,
            until=until,
            client_ids=client_ids,
            window=window,
            count=MOST_OFFERED,
        )
        if len(slots) == MOST_OFFERED:
            break
    return {"free_slots": [slot.as_json() for slot in slots]}
