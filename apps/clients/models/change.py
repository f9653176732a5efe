"""One edit of a client: what each field was and became."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.common.models import BaseModel


class ClientChange(BaseModel):
    """Written in the transaction of its edit; never changed.

    `fields` is `{name: [before, after]}`, each as JSON: days in ISO 8601, people by id. `version` is the one that the
    edit led to. `reverts` is the edit that this one took back, in whole or in part.
    """

    client = models.ForeignKey(
        "clients.Client", on_delete=models.CASCADE, related_name="changes", db_index=False
    )  # the constraint's index serves
    version = models.PositiveIntegerField()
    fields = models.JSONField()
    reverts = models.UUIDField(null=True, editable=False)  # no foreign key: removing clients need not look for it
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "clients_client_change"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "version"], name="clients_client_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.version}"
