from __future__ import annotations

from apps.sessions.models.place import SessionClient
from apps.sessions.models.room import Location, Room
from apps.sessions.models.rules import BookingRules
from apps.sessions.models.series import Series, SeriesClient
from apps.sessions.models.session import TrainingSession

__all__ = ["BookingRules", "Location", "Room", "Series", "SeriesClient", "SessionClient", "TrainingSession"]
