from __future__ import annotations

from apps.booking.models.bookable import BookableType
from apps.booking.models.feed import CalendarFeed
from apps.booking.models.hold import Hold
from apps.booking.models.settings import LetterSettings

__all__ = ["BookableType", "CalendarFeed", "Hold", "LetterSettings"]
