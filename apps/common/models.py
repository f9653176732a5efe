"""What every row of ours has."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from apps.common.errors import StaleVersion
from apps.common.ids import uuid7


class BaseModel(models.Model):
    """Time-ordered id and the two times."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that several people may edit: its version is the ETag, and a stale one is refused."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def check_version(self, expected: int | None) -> None:
        """Raise StaleVersion when somebody else was first. `None` means that the caller does not care."""
        if expected is not None and expected != self.version:
            raise StaleVersion(extra={"version": self.version})

    def touch(self) -> None:
        """Count one more change; call in the service, on the locked row."""
        self.version += 1
