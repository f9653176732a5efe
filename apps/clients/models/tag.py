"""A word of the business's own that clients are sorted by."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.clients.models.folding import fold
from apps.common.ids import uuid7

LONGEST_TAG = 40
LIVE = models.Q(ended_at__isnull=True)


class Colour(models.TextChoices):
    """The palette's twelve tints, in its order."""

    CORAL = "coral", _("Coral")
    ORANGE = "orange", _("Orange")
    GOLD = "gold", _("Gold")
    LIME = "lime", _("Lime")
    GREEN = "green", _("Green")
    TEAL = "teal", _("Teal")
    CYAN = "cyan", _("Cyan")
    SKY = "sky", _("Sky")
    BLUE = "blue", _("Blue")
    VIOLET = "violet", _("Violet")
    PURPLE = "purple", _("Purple")
    PINK = "pink", _("Pink")


class Tag(models.Model):
    """One per name, whatever its case and accents; clients hold the ids of theirs.

    A tag that was deleted or merged has `ended_at` from then on and counts nowhere; `into` is what takes its place. Its row
    goes once no client holds it any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=LONGEST_TAG)
    folded = models.TextField(editable=False)  # some letters fold into many
    colour = models.CharField(_("colour"), max_length=6, choices=Colour)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    into = models.ForeignKey("self", null=True, editable=False, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "clients_tag"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["folded"], condition=LIVE, name="clients_tag_once"),
            models.CheckConstraint(condition=models.Q(colour__in=Colour.values), name="clients_tag_colour_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def hue(self) -> int:
        """The tint's number, as style sheets know it."""
        return Colour.values.index(self.colour)

    def rename(self, name: str) -> None:
        """Take a name that was checked, and what it is compared by."""
        self.name, self.folded = name, fold(name)
