"""What somebody of the team wrote down about a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.clients.models.binned import Binned
from apps.common.models import BaseModel, Versioned

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

LONGEST_NOTE = 5_000


class ClientNote(BaseModel, Versioned, Binned):
    """For the team only. Those about health are for who trains people, and for their author."""

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="team_notes", db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    body = models.TextField(_("note"), max_length=LONGEST_NOTE)
    about_health = models.BooleanField(_("about health"), default=False)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    edited_at = models.DateTimeField(null=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "clients_note"
        indexes: ClassVar = [models.Index(fields=["client", "id"], name="clients_notes_of")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(body=""), name="clients_notes_say_something")
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.created_at:%Y-%m-%d}"

    def rewrite(self, *, body: str, about_health: bool, by: UUID, at: dt.datetime) -> bool:
        """Say it in other words; False when they are the same."""
        if (body, about_health) == (self.body, self.about_health):
            return False
        self.body, self.about_health = body, about_health
        self.edited_at, self.edited_by_id = at, by
        return True
