"""Writes that may be sent again: the first one acts, the others hear its answer."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.api.models import IdempotencyRecord
from apps.common import due
from apps.common.business import schema_name
from apps.common.errors import Conflict, DomainError

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

KEPT_FOR = timedelta(hours=24)
FORGET = "api.forget_idempotency_records"
KEPT_HEADERS = ("Content-Type", "ETag", "Location")
# A refusal for who asks or how often says nothing about the act: with better credentials or later it may be done.
NOT_KEPT = frozenset({401, 403, 429})
SERVER_ERRORS = 500


class KeyReused(DomainError):
    """The same key came with another request."""

    status = 422
    code = "idempotency_key_reused"
    title = _("This Idempotency-Key was used for another request")


class InProgress(Conflict):
    """The first request with the key is not done."""

    code = "idempotency_in_progress"
    title = _("A request with this Idempotency-Key is being worked on")


def once(*, user_id: UUID, key: str, fingerprint: str, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Do the act unless it was done, in one transaction with its record. Raises KeyReused, InProgress.

    An answer of 500 and above undoes everything, so that the request can be sent again.
    """
    with transaction.atomic():
        if not _take_turn(user_id, key):
            raise InProgress
        kept = IdempotencyRecord.objects.filter(user_id=user_id, key=key).first()
        if kept is not None and kept.created_at > timezone.now() - KEPT_FOR:
            return _replay(kept, fingerprint)
        if kept is not None:
            kept.delete()
        response = act()
        if response.status_code >= SERVER_ERRORS:
            transaction.set_rollback(True)
        elif response.status_code not in NOT_KEPT:
            _keep(user_id, key, fingerprint, response)
    return response


def forget_old_records(*, bucket: str) -> int:
    """Remove what is older than a day; return how many."""
    with transaction.atomic():
        count, _by_model = IdempotencyRecord.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
        due.cancel(kind=FORGET, keys=[bucket])
    return count


def _take_turn(user_id: UUID, key: str) -> bool:
    """Take a lock that ends with the transaction. Advisory locks are the whole database's: the schema is part of it."""
    digest = hashlib.sha256(f"idempotency:{schema_name()}:{user_id}:{key}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], signed=True)])
        return bool(cursor.fetchone()[0])


def _replay(kept: IdempotencyRecord, fingerprint: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        raise KeyReused
    response = HttpResponse(bytes(kept.body), status=kept.status, headers=kept.headers)
    response["Idempotency-Replayed"] = "true"
    return response


def _keep(user_id: UUID, key: str, fingerprint: str, response: HttpResponse) -> None:
    IdempotencyRecord.objects.create(
        user_id=user_id,
        key=key,
        fingerprint=fingerprint,
        status=response.status_code,
        headers={name: response[name] for name in KEPT_HEADERS if name in response},
        body=response.content,
    )
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    due.schedule(kind=FORGET, key=f"{hour:%Y-%m-%dT%H}", due_at=hour + KEPT_FOR + timedelta(hours=1))
