from __future__ import annotations

from apps.sessions.models.place import SessionClient
from apps.sessions.models.room import Location, Room
from apps.sessions.models.session import TrainingSession

__all__ = ["Location", "Room", "SessionClient", "TrainingSession"]
