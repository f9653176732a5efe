from __future__ import annotations

from apps.booking.services.bookables import archive_bookable, save_bookable
from apps.booking.services.confirming import confirm_hold
from apps.booking.services.holding import hold_time
from apps.booking.services.own import book_own, cancel_own, move_own
from apps.booking.services.places import move_place, take_place, wait_for_place
from apps.booking.services.settings import ask_for_feedback, open_groups_to_clients, write_to_clients

__all__ = [
    "archive_bookable",
    "ask_for_feedback",
    "book_own",
    "cancel_own",
    "confirm_hold",
    "hold_time",
    "move_own",
    "move_place",
    "open_groups_to_clients",
    "save_bookable",
    "take_place",
    "wait_for_place",
    "write_to_clients",
]
