"""One time that the business and a client were in touch."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.clients.models.binned import KEPT, Binned
from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel, Versioned

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

LONGEST_SAID = 2_000
OPEN = models.Q(KEPT, follow_up_on__isnull=False, followed_up_at__isnull=True)


class ClientContact(BaseModel, Versioned, Binned):
    """Logged by hand; or a letter that the product sent: then `letter` names its cause and `said` is its subject.

    Of a message of the team it is the text too. `follow_up_on` asks for one more contact on that day; `followed_up_at` says that it is done.
    """

    class Way(models.TextChoices):
        CALL = "call", _("Call")
        TEXT = "text", _("Text")
        EMAIL = "email", _("E-mail")
        IN_PERSON = "in_person", _("In person")
        LETTER = "letter", _("Letter")

    class Direction(models.TextChoices):
        OUT = "out", _("To the client")
        IN = "in", _("From the client")

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="contacts", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    way = models.CharField(_("how"), max_length=9, choices=Way)
    direction = models.CharField(_("which way"), max_length=3, choices=Direction, default=Direction.OUT)
    said = models.TextField(_("what was said"), max_length=LONGEST_SAID, blank=True)
    letter = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    follow_up_on = models.DateField(_("follow up on"), null=True)
    followed_up_at = models.DateTimeField(null=True)
    followed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "clients_contact"
        indexes: ClassVar = [
            models.Index(fields=["client", "at", "id"], name="clients_contacts_of"),
            models.Index(fields=["follow_up_on", "id"], name="clients_follow_ups", condition=OPEN),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(way__in=["call", "text", "email", "in_person"], letter="")
                | (models.Q(way="letter", direction="out") & ~models.Q(letter="")),
                name="clients_contact_way_known",
            ),
            models.CheckConstraint(
                condition=models.Q(direction__in=["in", "out"]), name="clients_contact_direction_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.at:%Y-%m-%d}"

    @property
    def is_letter(self) -> bool:
        return self.way == self.Way.LETTER

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to get in touch again."""
        return self.follow_up_on is not None and self.followed_up_at is None and not self.is_deleted

    @property
    def is_late(self) -> bool:
        return self.is_open and self.follow_up_on is not None and self.follow_up_on < timezone.localdate()

    def ask_follow_up(self, on: dt.date | None) -> None:
        """Ask for one more contact on another day, or for none: what was done before does not count for it."""
        if on != self.follow_up_on:
            self.follow_up_on, self.followed_up_at, self.followed_up_by_id = on, None, None

    def finish_follow_up(self, *, by: UUID, at: dt.datetime) -> None:
        """Say that it is done. Raises IllegalTransition when nothing is open."""
        if not self.is_open:
            raise IllegalTransition(_("There is nothing to follow up here any more."))
        self.followed_up_at, self.followed_up_by_id = at, by

    def reopen_follow_up(self) -> None:
        """Take that back. Raises IllegalTransition when it is not done."""
        if self.followed_up_at is None:
            raise IllegalTransition(_("This is still to be followed up."))
        self.followed_up_at, self.followed_up_by_id = None, None
