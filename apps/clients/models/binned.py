"""What is deleted and may be brought back for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.common.errors import IllegalTransition

if TYPE_CHECKING:
    import datetime as dt

KEPT = models.Q(deleted_at__isnull=True)


class Binned(models.Model):
    """Deleted means put into the bin; a task empties it."""

    deleted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    def bin(self, *, at: dt.datetime) -> None:
        """Delete. Raises IllegalTransition when it already is."""
        if self.is_deleted:
            raise IllegalTransition(_("This is deleted already."))
        self.deleted_at = at

    def unbin(self) -> None:
        """Bring back. Raises IllegalTransition when it is not deleted."""
        if not self.is_deleted:
            raise IllegalTransition(_("This is not deleted."))
        self.deleted_at = None
