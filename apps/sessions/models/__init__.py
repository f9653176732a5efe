from __future__ import annotations

from apps.sessions.models.feedback import SessionFeedback
from apps.sessions.models.log import LoggedExercise, LoggedSet
from apps.sessions.models.place import SessionClient
from apps.sessions.models.room import Location, Room
from apps.sessions.models.rules import BookingRules
from apps.sessions.models.series import Series, SeriesClient
from apps.sessions.models.session import TrainingSession
from apps.sessions.models.task import Task
from apps.sessions.models.waiting import WaitingPlace

__all__ = [
    "BookingRules",
    "Location",
    "LoggedExercise",
    "LoggedSet",
    "Room",
    "Series",
    "SeriesClient",
    "SessionClient",
    "SessionFeedback",
    "Task",
    "TrainingSession",
    "WaitingPlace",
]
