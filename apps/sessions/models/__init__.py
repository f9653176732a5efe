from __future__ import annotations

from apps.sessions.models.feedback import SessionFeedback
from apps.sessions.models.log import LoggedExercise, LoggedSet
from apps.sessions.models.place import SessionClient
from apps.sessions.models.rules import BookingRules
from apps.sessions.models.session import TrainingSession
from apps.sessions.models.task import Task
from apps.sessions.models.waiting import WaitingPlace

__all__ = [
    "BookingRules",
    "LoggedExercise",
    "LoggedSet",
    "SessionClient",
    "SessionFeedback",
    "Task",
    "TrainingSession",
    "WaitingPlace",
]
