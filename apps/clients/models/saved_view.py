"""A list of clients that somebody wants to see again."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.common.models import BaseModel


class SavedView(BaseModel):
    """`query` is what the list's address asks for: `{parameter: value}`. A shared one stands on everybody's page."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )  # the constraint's index serves
    name = models.CharField(max_length=60)
    query = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "clients_saved_view"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="clients_saved_view_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
