"""A client's place in a session."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from apps.common.models import BaseModel
from apps.sessions.models.overlap import NoOverlap
from apps.sessions.models.session import TrainingSession
from apps.sessions.models.states import Attendance, Credit

CLIENT_CLASH = "sessions_client_free"


class SessionClient(BaseModel):
    """The times and `blocks` repeat the session's time and whether it is taken, so that Postgres can compare places.

    `credit` is empty where the place is older than the credits.
    The services write them in the transaction that changes the session; nobody else does.
    """

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="places")
    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    blocks = models.BooleanField(default=True)
    attendance = models.CharField(
        max_length=9, choices=Attendance, default=Attendance.BOOKED, db_default=Attendance.BOOKED.value
    )
    credit = models.CharField(max_length=9, choices=Credit, blank=True, default=Credit.BOOKED, db_default="")

    class Meta:
        db_table = "sessions_session_client"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "client"], name="sessions_client_once"),
            NoOverlap(name=CLIENT_CLASH, person="client", condition=models.Q(blocks=True)),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} in {self.session_id}"
