"""A business and the names it answers to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from apps.common.business import BusinessRef
from apps.common.errors import IllegalTransition
from apps.common.ids import uuid7

if TYPE_CHECKING:
    from datetime import datetime


def opaque_schema_name() -> str:
    """Return a schema name that says nothing: the subdomain is only routing, so a rename touches no table."""
    return "t_" + get_random_string(12, "0123456789abcdef")


class Tenant(TenantMixin):  # type: ignore[misc] # django-tenants ships no types
    """One business. Its state changes only through the guarded methods below."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        BUILDING = "building", _("Being built")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        SUSPENDED = "suspended", _("Suspended")
        DROPPING = "dropping", _("Being removed")
        DROPPED = "dropped", _("Removed")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.REQUESTED: {State.BUILDING, State.DROPPING},
        State.BUILDING: {State.READY, State.FAILED, State.BUILDING, State.DROPPING},
        State.FAILED: {State.BUILDING, State.DROPPING},
        State.READY: {State.SUSPENDED, State.DROPPING},
        State.SUSPENDED: {State.READY, State.DROPPING},
        State.DROPPING: {State.DROPPED},
        State.DROPPED: set(),
    }
    GONE: ClassVar[set[str]] = {State.DROPPING, State.DROPPED}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    schema_name = models.CharField(max_length=63, unique=True, default=opaque_schema_name)
    database = models.CharField(
        max_length=40, default="main", help_text=_("The Postgres server that holds the schema.")
    )
    schema_version = models.CharField(
        max_length=64, blank=True, help_text=_("Fingerprint of the migrations it stands at.")
    )
    name = models.CharField(max_length=120)
    subdomain = models.CharField(max_length=63, unique=True)
    skeleton = models.CharField(max_length=63, unique=True, help_text=_("The subdomain with look-alikes folded."))
    state = models.CharField(max_length=12, choices=State, default=State.REQUESTED)
    state_changed_at = models.DateTimeField(default=timezone.now)
    state_reason = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    time_zone = models.CharField(max_length=64, default="UTC")
    currency = models.CharField(max_length=3, default="EUR")
    country = models.CharField(max_length=2, default="GB")
    brand_hue = models.PositiveSmallIntegerField(default=196)
    brand_chroma = models.FloatField(default=0.085)
    brand_version = models.PositiveIntegerField(default=1)
    entitlements = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    auto_create_schema = False

    class Meta:
        db_table = "tenants_tenant"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="tenants_state_known",
                condition=models.Q(
                    state__in=["requested", "building", "ready", "failed", "suspended", "dropping", "dropped"]
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["state_changed_at"],
                condition=models.Q(state__in=["requested", "building", "failed"]),
                name="tenants_unfinished",
            )
        ]

    def __str__(self) -> str:
        return self.subdomain

    @property
    def host(self) -> str:
        """The name in the address bar, without the port."""
        return f"{self.subdomain}.{settings.BASE_DOMAIN}"

    def begin_building(self) -> None:
        """Claim the tenant for one attempt. A building one may be claimed again: its builder died."""
        self._enter(self.State.BUILDING)
        self.attempts += 1
        self.schema_version = ""

    def become_ready(self) -> None:
        self._enter(self.State.READY)

    def fail(self, reason: str) -> None:
        """Say why; the next attempt gets a new, clean schema name."""
        self._enter(self.State.FAILED, reason)
        self.schema_name = opaque_schema_name()

    def suspend(self, reason: str) -> None:
        self._enter(self.State.SUSPENDED, reason)

    def resume(self) -> None:
        self._enter(self.State.READY)

    def begin_dropping(self, reason: str) -> None:
        self._enter(self.State.DROPPING, reason)

    def become_dropped(self) -> None:
        """Keep the row for the audit, and let go of the names that somebody else may want."""
        self._enter(self.State.DROPPED, self.state_reason)
        self.subdomain = self.skeleton = f"dropped-{self.id}"
        self.entitlements = {}

    def as_ref(self) -> BusinessRef:
        """Return what a request may know of this business."""
        return BusinessRef(
            id=str(self.id),
            schema_name=self.schema_name,
            subdomain=self.subdomain,
            name=self.name,
            state=self.state,
            time_zone=self.time_zone,
            currency=self.currency,
            country=self.country,
            brand_hue=self.brand_hue,
            brand_chroma=self.brand_chroma,
            brand_version=self.brand_version,
            host=self.host,
            database=self.database,
            entitlements=self.entitlements,
        )

    def _enter(self, state: State, reason: str = "", at: datetime | None = None) -> None:
        if state not in self.TRANSITIONS[self.state]:
            message = _("A business that is %(now)s cannot become %(then)s.") % {"now": self.state, "then": state}
            raise IllegalTransition(message)
        self.state, self.state_reason, self.state_changed_at = state, reason[:200], at or timezone.now()


class Domain(DomainMixin):  # type: ignore[misc] # django-tenants ships no types
    """A custom host name of a business. Subdomains of the base domain are on the tenant itself."""

    class Meta:
        db_table = "tenants_domain"
