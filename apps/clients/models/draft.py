"""What somebody has typed into a form and not sent yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from apps.common.models import BaseModel, Versioned


class Draft(BaseModel, Versioned):
    """One a holder (a person, or the link that a client fills in), form and thing. `thing` is the client the form is about, or the one it will make."""

    holder = models.UUIDField()
    form = models.CharField(max_length=20)
    thing = models.UUIDField()
    tab = models.CharField(max_length=40)
    data = models.JSONField()

    class Meta:
        db_table = "clients_draft"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["holder", "form", "thing"], name="clients_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.thing}"
