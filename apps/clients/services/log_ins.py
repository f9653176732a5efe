"""Whose log-in stays when two clients become one, and how each gets their own back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.services.client_accounts import close_account
from apps.accounts.services.client_merging import join_invitations, part_invitations, pause_account, resume_account
from apps.clients.models import Client, MergeRecord
from apps.common import due
from apps.common.errors import Conflict

if TYPE_CHECKING:
    from uuid import UUID


def join_log_ins(winner: Client, loser: Client, *, keep: str) -> dict[str, Any]:
    """Give the winner the log-in that stays, switch the other off, and say what was done. The caller saves both."""
    was = {"winner": winner.user_id, "loser": loser.user_id}
    ours, theirs = was["winner"], was["loser"]
    takes = theirs is not None and (ours is None or keep == "loser")
    paused = (ours if takes else theirs) if ours and theirs else None
    if takes:
        loser.user = winner.user = None
        loser.save(update_fields=["user"])
        winner.save(update_fields=["user"])
        winner.user_id, loser.user_id = theirs, ours
    if paused:
        pause_account(user_id=paused)
    is_joined = winner.user_id is not None
    invitations = join_invitations(source=loser.pk, target=winner.pk, is_joined=is_joined)
    return {
        **{name: _text(pk) for name, pk in was.items()},
        "now": [_text(winner.user_id), _text(loser.user_id)],
        "paused": _text(paused),
        "invitations": invitations,
    }


def part_log_ins(journal: dict[str, Any], winner: Client, loser: Client) -> None:
    """Give each their own log-in back. Raises Conflict when one was opened or closed since. The caller saves both."""
    if [_text(winner.user_id), _text(loser.user_id)] != journal["now"]:
        raise Conflict(_("The log-in was changed since the merge, so it cannot be undone."))
    if journal["paused"]:
        resume_account(user_id=journal["paused"])
    loser.user = winner.user = None
    loser.save(update_fields=["user"])
    winner.save(update_fields=["user"])
    winner.user_id, loser.user_id = journal["winner"], journal["loser"]
    part_invitations(journal["invitations"], source=loser.pk, target=winner.pk)


def finish_merge(*, merge_id: UUID | str, kind: str) -> None:
    """Close the log-in that was switched off, once the merge can no longer be undone. Safe to repeat."""
    with transaction.atomic():
        record = MergeRecord.objects.filter(pk=merge_id, undone_at=None).select_related("loser").first()
        if record is not None and not record.may_be_undone and record.journal["log_ins"]["paused"]:
            loser = Client.objects.select_for_update().get(pk=record.loser_id)
            if loser.user_id:
                close_account(user_id=loser.user_id)
                loser.user = None
                loser.save(update_fields=["user"])
        due.cancel(kind=kind, keys=[str(merge_id)])


def _text(pk: UUID | None) -> str | None:
    return str(pk) if pk else None
