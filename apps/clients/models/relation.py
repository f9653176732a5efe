"""Who belongs to a client: another client, or somebody who does not train here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from apps.common.models import BaseModel

LONGEST_WORD = 40


class Relation(BaseModel):
    """`other`, or the contact, is `kind` of `client`. `word` says it for "other"; `pays` is whether they pay for the client.

    Of a client's guardians one is the primary: letters go to them. Two clients are related once, whichever of them is which.
    """

    class Kind(models.TextChoices):
        GUARDIAN = "guardian", _("Guardian")
        PAYER = "payer", _("Pays")
        PARTNER = "partner", _("Partner")
        SIBLING = "sibling", _("Sibling")
        OTHER = "other", _("Other")

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey("clients.Client", null=True, on_delete=models.CASCADE, related_name="related")
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.CharField(max_length=254, blank=True)
    contact_phone = models.CharField(max_length=16, blank=True)
    kind = models.CharField(max_length=8, choices=Kind)
    word = models.CharField(max_length=LONGEST_WORD, blank=True)
    pays = models.BooleanField(default=False)
    is_primary = models.BooleanField(default=False)

    class Meta:
        db_table = "clients_relation"
        constraints: ClassVar = [
            models.UniqueConstraint(
                Least("client", "other"),
                Greatest("client", "other"),
                condition=models.Q(other__isnull=False),
                name="clients_relation_pair_once",
            ),
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(is_primary=True), name="clients_relation_one_primary"
            ),
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(pays=True), name="clients_relation_one_payer"
            ),
            models.CheckConstraint(condition=~models.Q(client=models.F("other")), name="clients_relation_not_self"),
            models.CheckConstraint(
                condition=models.Q(other__isnull=False, contact_name="")
                | (models.Q(other__isnull=True) & ~models.Q(contact_name="")),
                name="clients_relation_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.kind}"

    @property
    def name(self) -> str:
        """Who it is."""
        return self.other.full_name if self.other else self.contact_name
