"""Where a client stands with the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from apps.accounts.selectors import invitation_of_client

if TYPE_CHECKING:
    import datetime as dt

    from apps.clients.models import Client


@dataclass(frozen=True, slots=True)
class Access:
    """`email` is where the invitation went, or what the client signs in with; empty when neither is there."""

    state: Literal["none", "invited", "expired", "joined"]
    email: str = ""
    expires_at: dt.datetime | None = None
    joined_at: dt.datetime | None = None
    last_login: dt.datetime | None = None


def access_of(client: Client) -> Access:
    """Say whether the client signs in, is asked to, or neither."""
    if user := client.user:
        return Access("joined", user.email, joined_at=user.created_at, last_login=user.last_login)
    invitation = invitation_of_client(client.pk)
    if invitation is None:
        return Access("none")
    return Access("expired" if invitation.is_expired else "invited", invitation.email, invitation.expires_at)
