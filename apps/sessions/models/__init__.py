from __future__ import annotations

from apps.sessions.models.place import SessionClient
from apps.sessions.models.rules import BookingRules
from apps.sessions.models.session import TrainingSession

__all__ = ["BookingRules", "SessionClient", "TrainingSession"]
