"""The business that the current request, task or shell works for.

The registry (upper room) enters a business by putting its `BusinessRef` on the connection; apps only read it here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django.db import connection

from apps.common.errors import NoBusiness

if TYPE_CHECKING:
    from collections.abc import Mapping


TASK_HEADER = "business"  # where a task carries the id of its business
MAIN = "main"  # the Postgres server that also holds the platform's own tables


@dataclass(frozen=True, slots=True)
class BusinessRef:
    """What every page may know of a business without asking the database."""

    id: str
    schema_name: str
    subdomain: str
    name: str
    state: str
    time_zone: str = "UTC"
    currency: str = "EUR"
    country: str = "GB"
    brand_hue: int = 196
    brand_chroma: float = 0.085
    brand_version: int = 1
    host: str = ""
    database: str = MAIN  # the Postgres server that holds the schema
    entitlements: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def initials(self) -> str:
        """One or two letters for the mark: "Iron Temple" → "IT"."""
        words = [word for word in self.name.split() if word[0].isalnum()] or [self.subdomain]
        return "".join(word[0] for word in words[:2]).upper()


def current_or_none() -> BusinessRef | None:
    """Return the business of this connection; None on the public host."""
    tenant = getattr(connection, "tenant", None)
    return tenant if isinstance(tenant, BusinessRef) else None


def current() -> BusinessRef:
    """Return the business of this connection. Raises NoBusiness on the public host: code for tenants must fail there."""
    business = current_or_none()
    if business is None:
        raise NoBusiness
    return business


def schema_name() -> str:
    """Return the schema the connection is in; "public" outside a business."""
    return cast("str", getattr(connection, "schema_name", "public"))


def business_id() -> str:
    """Return the current business's id as tasks carry it; empty outside a business."""
    business = current_or_none()
    return business.id if business else ""
