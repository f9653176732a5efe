"""A field that the business defines for its clients."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.clients.models.folding import fold
from apps.common.models import BaseModel

LONGEST_NAME, LONGEST_UNIT, LONGEST_HELP = 60, 20, 300
LIVE = models.Q(archived_at__isnull=True)


class CustomField(BaseModel):
    """What is asked; clients hold the answers by its id.

    `choices` are `{"key", "label"}`, and `"gone": true` once they are offered no more: an answer holds the key, so that it
    stays readable whatever a choice is called later. An archived field keeps its answers and is shown nowhere.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        LONG_TEXT = "long_text", _("Long text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        YES_NO = "yes_no", _("Yes or no")
        CHOICE = "choice", _("One choice")
        CHOICES = "choices", _("Several choices")
        LINK = "link", _("Link")

    class Audience(models.TextChoices):
        TEAM = "team", _("The whole team")
        COACHES = "coaches", _("Trainers and managers only")

    class Own(models.TextChoices):
        NONE = "none", _("Not shown to the client")
        SEE = "see", _("The client sees it")
        EDIT = "edit", _("The client sees and changes it")

    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    folded = models.TextField(editable=False)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    help_text = models.CharField(_("help"), max_length=LONGEST_HELP, blank=True)
    is_required = models.BooleanField(_("required"), default=False)
    unit = models.CharField(_("unit"), max_length=LONGEST_UNIT, blank=True)
    minimum = models.FloatField(_("least"), null=True)
    maximum = models.FloatField(_("most"), null=True)
    choices = models.JSONField(_("choices"), default=list)
    on_profile = models.BooleanField(_("on the profile"), default=True)
    on_list = models.BooleanField(_("in the list"), default=False)
    on_intake = models.BooleanField(_("on the intake form"), default=False)
    audience = models.CharField(_("who sees it"), max_length=7, choices=Audience, default=Audience.TEAM)
    own = models.CharField(_("the client"), max_length=4, choices=Own, default=Own.NONE)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        db_table = "clients_custom_field"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["folded"], condition=LIVE, name="clients_custom_field_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What answers are kept under."""
        return str(self.pk)

    @property
    def has_choices(self) -> bool:
        return self.kind in {self.Kind.CHOICE, self.Kind.CHOICES}

    @property
    def offered(self) -> list[dict[str, Any]]:
        """The choices that may be chosen."""
        return [choice for choice in self.choices if not choice.get("gone")]

    def label_of(self, key: str) -> str:
        """Return a choice in words, also one that is offered no more."""
        return next((str(choice["label"]) for choice in self.choices if choice["key"] == key), key)

    def rename(self, name: str) -> None:
        """Take a name that was checked, and what it is compared by."""
        self.name, self.folded = name, fold(name)
