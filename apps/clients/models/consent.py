"""What the business asks its clients to agree to, word for word, and who agreed to which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.clients.models.ways import Way
from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel, Versioned

if TYPE_CHECKING:
    from apps.accounts.models import User


class ConsentDocument(BaseModel, Versioned):
    """One thing to agree to; its words are in its versions, of which the newest is asked for."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("Training agreement and waiver")
        PRIVACY = "privacy", _("Privacy")
        PHOTOS = "photos", _("Photos and video")
        MARKETING = "marketing", _("News and offers")
        OTHER = "other", _("Other")

    kind = models.CharField(max_length=9, choices=Kind)
    title = models.CharField(max_length=120)
    is_required = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "clients_consent_document"

    def __str__(self) -> str:
        return self.title

    def retire(self) -> None:
        """Ask nobody for it any more. Raises IllegalTransition when it is retired."""
        if self.retired_at:
            raise IllegalTransition(_("This document is retired already."))
        self.retired_at = timezone.now()

    def revive(self) -> None:
        """Ask for it again. Raises IllegalTransition when it is in use."""
        if self.retired_at is None:
            raise IllegalTransition(_("This document is in use."))
        self.retired_at = None


class ConsentVersion(BaseModel):
    """The words of a document from one day on; never changed."""

    document = models.ForeignKey(
        ConsentDocument, on_delete=models.CASCADE, related_name="versions", db_index=False
    )  # the constraint's index serves
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=20_000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "clients_consent_version"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="clients_consent_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"


class Consent(BaseModel):
    """That a client agreed to a version: when, how, who wrote it down. Withdrawn once, for good; agreeing again is another row."""

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="consents")
    version = models.ForeignKey(ConsentVersion, on_delete=models.PROTECT, related_name="consents", db_index=False)
    signed_name = models.CharField(max_length=200)
    way = models.CharField(max_length=5, choices=Way)
    given_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_way = models.CharField(max_length=5, choices=Way, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "clients_consent"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "client"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="clients_consent_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.version_id}"

    def withdraw(self, *, way: str, by: User | None) -> None:
        """Take it back. Raises IllegalTransition when it was."""
        if self.withdrawn_at:
            raise IllegalTransition(_("This consent was withdrawn already."))
        self.withdrawn_at, self.withdrawn_way, self.withdrawn_by = timezone.now(), way, by
