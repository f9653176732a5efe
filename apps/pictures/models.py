"""A photo on its way: sent, not yet what is kept of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.common.models import BaseModel
from apps.common.photos import photo_files


class Picture(BaseModel):
    """The id becomes the photo's. The row goes once its holder has the photo; one that could not be used says why.

    `holder` is a kind registered in `policies`, `subject` the id of its row.
    """

    holder = models.CharField(max_length=12)
    subject = models.UUIDField()
    reason = models.CharField(max_length=300, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "pictures_picture"
        indexes: ClassVar = [models.Index(fields=["holder", "subject"], name="pictures_of_subject")]

    def __str__(self) -> str:
        return f"{self.holder} {self.subject}"

    @property
    def original(self) -> str:
        """The name of the file that was sent."""
        return f"uploads/{self.pk}"

    @property
    def files(self) -> list[str]:
        """Every file that there may be of it."""
        return [self.original, *photo_files(str(self.pk))]

    @property
    def is_refused(self) -> bool:
        return bool(self.reason)

    def refuse(self, reason: str) -> None:
        self.reason = reason[:300]
