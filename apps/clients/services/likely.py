"""Refusing what looks like a client already, until somebody says that it is another person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from django.utils.translation import gettext as _

from apps.clients.duplicates import IDENTIFYING, Hit, likely_duplicates
from apps.clients.models import Client
from apps.clients.services.fields import check_fields
from apps.common.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.services.fields import ClientFields


class LikelyDuplicate(Conflict):
    """Somebody looks like a client already; `hits` says who and why, `extra["candidates"]` the same for machines."""

    code = "likely_duplicate"

    def __init__(self, hits: list[Hit]) -> None:
        self.hits = hits
        names = ", ".join(hit.client.full_name for hit in hits)
        super().__init__(
            _("Looks like a client already: %(names)s.") % {"names": names},
            extra={"candidates": [_candidate(hit) for hit in hits]},
        )


def refuse_likely_duplicate(values: Mapping[str, Any], by: User, client_id: UUID | None) -> None:
    """Raise LikelyDuplicate; not when the client with this id exists: then the call is only repeated."""
    if client_id and Client.objects.filter(pk=client_id).exists():
        return
    hits = likely_duplicates(values, by, besides=client_id)
    if hits and not _is_taken(values.get("email"), hits):
        raise LikelyDuplicate(hits)


def _is_taken(email: str | None, hits: list[Hit]) -> bool:
    """Say whether the e-mail itself is somebody's: that is refused in any case, with its own words at the field."""
    return any(hit.client.email == email and not hit.client.is_archived for hit in hits if email)


def refuse_likely_edit(*, client: Client, by: User, **changed: Unpack[ClientFields]) -> None:
    """Raise LikelyDuplicate when an edit makes a client look like another one. Raises InvalidInput for what cannot be read."""
    if not IDENTIFYING & set(changed):
        return
    now = {name: getattr(client, name) for name in IDENTIFYING}
    telling = {name: value for name, value in changed.items() if name in IDENTIFYING | {"country"}}
    values = now | check_fields(telling, client=client)  # type: ignore[arg-type] # some of the fields
    hits = likely_duplicates(values, by, besides=client.pk)
    if hits and not _is_taken(values.get("email"), hits):
        raise LikelyDuplicate(hits)


def _candidate(hit: Hit) -> dict[str, Any]:
    return {
        "id": str(hit.client.pk),
        "full_name": hit.client.full_name,
        "created_at": hit.client.created_at.isoformat(),
        "is_archived": hit.client.is_archived,
        "score": hit.score,
        "reasons": hit.reasons,
    }
