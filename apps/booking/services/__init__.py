from __future__ import annotations

from apps.booking.services.bookables import archive_bookable, save_bookable
from apps.booking.services.confirming import confirm_hold
from apps.booking.services.holding import hold_time
from apps.booking.services.own import book_own, cancel_own, move_own
from apps.booking.services.settings import write_to_clients

__all__ = [
    "archive_bookable",
    "book_own",
    "cancel_own",
    "confirm_hold",
    "hold_time",
    "move_own",
    "save_bookable",
    "write_to_clients",
]
