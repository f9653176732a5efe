"""Somebody the business trains."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar
from zlib import crc32

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.clients.models.email_key import EmailKey
from apps.clients.models.folding import digits_of, fold
from apps.clients.models.ids import IdsField, IdsIndex
from apps.clients.models.indexes import TrigramIndex
from apps.clients.models.lookups import HoldsText  # noqa: F401 - registers itself
from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel, Versioned
from apps.common.photos import Pictured

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from django.db.models.fields.related_descriptors import RelatedManager

    from apps.clients.models.change import ClientChange
    from apps.clients.models.erasure import Erasure
    from apps.clients.models.merge import MergeRecord

HUES = 12
PRESENT = models.Q(archived_at__isnull=True)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before every session: times that lists sort by are never null."""


class Client(BaseModel, Versioned, Pictured):
    """One person. Archived ones keep everything and stand aside; their e-mail may be used again.

    `trainer` leads; `assistants` are the ids of those who train them too, and there are none where nobody leads.
    `user` is the client's own log-in, for those who accepted an invitation to the app.

    `last_session_at` is the start of the latest completed session, `next_session_at` of the earliest that is still open
    and `booked_until` of the latest such; the room of sessions keeps them right through `note_sessions`.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        INACTIVE = "inactive", _("Inactive")

    first_name = models.CharField(_("first name"), max_length=200)
    last_name = models.CharField(_("last name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, null=True)  # noqa: DJ001 - null is “none”, so that many may have none
    phone = models.CharField(_("phone"), max_length=16, null=True)  # noqa: DJ001 - the same
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.ACTIVE)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    assistants = IdsField(_("further trainers"), db_default=Value("{}", output_field=models.TextField()))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    goal = models.CharField(_("goal"), max_length=200, blank=True)
    date_of_birth = models.DateField(_("date of birth"), null=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    emergency_name = models.CharField(_("emergency contact"), max_length=200, blank=True, default="", db_default="")
    emergency_phone = models.CharField(_("emergency phone"), max_length=16, null=True)  # noqa: DJ001 - as the phone
    emergency_relation = models.CharField(_("relation"), max_length=60, blank=True, default="", db_default="")
    notes = models.TextField(_("notes"), blank=True, max_length=10_000)
    health_notes = models.TextField(_("health notes"), blank=True, max_length=10_000)
    member_since = models.DateField(_("client since"), default=timezone.localdate)
    tags = IdsField(_("tags"), db_default=Value("{}", output_field=models.TextField()))
    custom = models.JSONField(_("custom fields"), default=dict, db_default=Value({}, output_field=models.JSONField()))
    archived_at = models.DateTimeField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    import_batch = models.ForeignKey(
        "clients.ImportBatch", null=True, editable=False, on_delete=models.SET_NULL, related_name="clients"
    )
    last_session_at = models.DateTimeField(default=NEVER, db_default=NEVER, editable=False)
    next_session_at = models.DateTimeField(null=True, editable=False)
    booked_until = models.DateTimeField(default=NEVER, db_default=NEVER, editable=False)
    changes: RelatedManager[ClientChange]
    erasures: RelatedManager[Erasure]
    merges: RelatedManager[MergeRecord]

    sort_name = models.CharField(max_length=401, editable=False)
    search = models.TextField(editable=False)

    class Meta:
        db_table = "clients_client"
        indexes: ClassVar = [
            TrigramIndex(fields=["search", "goal"], name="clients_search"),
            models.Index(fields=["sort_name", "id"], name="clients_by_name", condition=PRESENT),
            models.Index(fields=["status", "sort_name", "id"], name="clients_by_status", condition=PRESENT),
            models.Index(
                fields=["trainer", "sort_name", "id"], include=["status"], name="clients_by_trainer", condition=PRESENT
            ),
            models.Index(fields=["member_since", "id"], name="clients_by_member_since", condition=PRESENT),
            models.Index(fields=["phone"], name="clients_by_phone", condition=PRESENT),
            models.Index(EmailKey("email"), name="clients_by_mailbox", condition=models.Q(email__isnull=False)),
            models.Index(fields=["merged_into"], name="clients_merged", condition=models.Q(merged_into__isnull=False)),
            models.Index(fields=["created_at", "id"], name="clients_by_created", condition=PRESENT),
            models.Index(
                fields=["last_session_at", "id"],
                include=["status", "booked_until", "member_since", "created_at"],
                name="clients_by_last_session",
                condition=PRESENT,
            ),
            models.Index(
                fields=["sort_name", "id"],
                name="clients_without_email",
                condition=PRESENT & models.Q(email__isnull=True),
            ),
            models.Index(
                fields=["sort_name", "id"],
                name="clients_without_phone",
                condition=PRESENT & models.Q(phone__isnull=True),
            ),
            models.Index(fields=["sort_name", "id"], name="clients_archived", condition=~PRESENT),
            IdsIndex(fields=["tags"], name="clients_by_tag"),
            IdsIndex(fields=["assistants"], name="clients_by_assistant"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), condition=PRESENT, name="clients_email_once"),
            models.CheckConstraint(condition=models.Q(status__in=["active", "inactive"]), name="clients_status_known"),
            models.CheckConstraint(condition=~models.Q(first_name=""), name="clients_have_a_name"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        letters = [name.lstrip("=+-@\"'(")[:1] for name in (self.first_name, self.last_name)]
        return "".join(letters).upper() or "?"

    @property
    def hue(self) -> int:
        """One of twelve tints of the avatar, the same for one person everywhere."""
        return crc32(str(self.pk).encode()) % HUES

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE and not self.is_archived

    @property
    def age(self) -> int | None:
        """Full years today, in the business's zone."""
        born, today = self.date_of_birth, timezone.localdate()
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) if born else None

    @property
    def last_session(self) -> dt.datetime | None:
        """When the latest completed session began."""
        return None if self.last_session_at == NEVER else self.last_session_at

    def archive(self, *, at: dt.datetime) -> None:
        """Put aside. Raises IllegalTransition when it already is."""
        if self.is_archived:
            raise IllegalTransition(_("%(name)s is already archived.") % {"name": self.full_name})
        self.archived_at = at

    def restore(self) -> None:
        """Bring back. Raises IllegalTransition when it is not archived."""
        if not self.is_archived:
            raise IllegalTransition(_("%(name)s is not archived.") % {"name": self.full_name})
        self.archived_at = None

    def link(self, user_id: UUID) -> None:
        """Give the client their log-in. Raises IllegalTransition when they are archived or have one."""
        if self.is_archived or self.user_id:
            raise IllegalTransition(_("This invitation has expired or was already used."))
        self.user_id = user_id

    def index_text(self) -> None:
        """Renew what sorting and searching look at; call before each save of names, e-mail or phone.

        Each word of `search` follows a space, so that a search can ask for the start of one.
        """
        self.sort_name = fold(f"{self.last_name} {self.first_name}")[:401]
        parts = (fold(self.full_name), (self.email or "").casefold(), digits_of(self.phone or ""))
        self.search = "".join(f" {part}" for part in parts if part)
