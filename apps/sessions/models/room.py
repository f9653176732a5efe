"""Where sessions are held: locations of the business, and the rooms in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from apps.common.models import BaseModel, Versioned

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models.fields.related_descriptors import RelatedManager

LONGEST_NAME, LONGEST_ADDRESS, MOST_SEATS = 80, 300, 1000
LIVE = models.Q(archived_at__isnull=True)


class Archivable(models.Model):
    """Never deleted: what was held there goes on naming it."""

    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    def archive(self, at: datetime) -> None:
        self.archived_at = self.archived_at or at

    def restore(self) -> None:
        self.archived_at = None


class Location(BaseModel, Versioned, Archivable):
    """A house, a park, a partner's gym."""

    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    address = models.CharField(_("address"), max_length=LONGEST_ADDRESS, blank=True)

    rooms: RelatedManager[Room]

    class Meta:
        db_table = "sessions_location"
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), condition=LIVE, name="sessions_location_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Room(BaseModel, Versioned, Archivable):
    """One part of a location that one session takes. `seats` is how many clients fit, null where nobody counts."""

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)

    class Meta:
        db_table = "sessions_room"
        constraints: ClassVar = [
            models.UniqueConstraint("location", Lower("name"), condition=LIVE, name="sessions_room_once"),
            models.CheckConstraint(
                name="sessions_room_seats",
                condition=models.Q(seats__isnull=True) | models.Q(seats__range=(1, MOST_SEATS)),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The room with its location, which must be loaded along."""
        return f"{self.name}, {self.location.name}"
