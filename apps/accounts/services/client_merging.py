"""Log-ins and invitations of two clients who are made one, and of two again.

A log-in that gives way is switched off, not closed: its address stays taken until the merge is for good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.accounts.models import Invitation, User
from apps.accounts.roles import Role
from apps.accounts.services.client_accounts import WAITING
from apps.accounts.services.tokens import end_everything

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

MOVED, WITHDRAWN = "moved", "withdrawn"


def hold_invitations(client_ids: Sequence[UUID]) -> None:
    """Lock what waits for these clients. Call before the clients are locked: that is the order everywhere."""
    list(Invitation.objects.select_for_update().filter(WAITING, client_id__in=client_ids).order_by("pk"))


def join_invitations(*, source: UUID, target: UUID, is_joined: bool) -> list[list[str]]:
    """Leave at most one invitation: the target's, else the source's; none when the target signs in already.

    Returns what was done, as `[id, "moved" or "withdrawn"]`.
    """
    done: list[list[str]] = []
    rows = list(Invitation.objects.select_for_update().filter(WAITING, client_id__in=[source, target]).order_by("pk"))
    has_own = any(row.client_id == target for row in rows)
    for row in rows:
        if is_joined or (row.client_id == source and has_own):
            row.withdraw()
            done.append([str(row.pk), WITHDRAWN])
        elif row.client_id == source:
            row.client_id = target
            done.append([str(row.pk), MOVED])
        row.save()
    return done


def part_invitations(done: Sequence[Sequence[str]], *, source: UUID, target: UUID) -> None:
    """Put invitations back, as far as nothing newer waits in their place."""
    for pk, what in done:
        row = Invitation.objects.select_for_update().filter(pk=pk).first()
        if row is None:
            continue
        if what == MOVED and row.client_id == target and row.accepted_at is None:
            row.client_id = source
            row.save()
        elif what == WITHDRAWN and row.withdrawn_at and not _is_replaced(row):
            row.withdrawn_at = None
            row.save()


def pause_account(*, user_id: UUID) -> None:
    """Switch a client's log-in off; its sessions and tokens end at once."""
    user = User.objects.select_for_update().get(pk=user_id, role=Role.CLIENT)
    user.deactivate()
    user.save()
    end_everything(user_id=user_id)


def resume_account(*, user_id: UUID) -> None:
    """Switch it on again."""
    user = User.objects.select_for_update().get(pk=user_id, role=Role.CLIENT)
    user.reactivate()
    user.save()


def _is_replaced(row: Invitation) -> bool:
    others = Invitation.objects.filter(WAITING).exclude(pk=row.pk)
    return others.filter(client_id=row.client_id).exists() or others.filter(email=row.email).exists()
