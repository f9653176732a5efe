"""Taking an act back: for the clients that nobody touched since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from apps.clients.models import BulkAct
from apps.clients.selectors.bulk import act_for
from apps.clients.services.bulk.asking import AGAIN_AFTER
from apps.clients.services.bulk.kinds import kind_named
from apps.clients.services.bulk.running import AT_ONCE, patiently, refusal_of
from apps.common import due
from apps.common.errors import DomainError, NotAllowed, StaleVersion

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.models import BulkRow

UNDO = "clients.undo_bulk_act"
State = BulkAct.State


def start_undo(*, act_id: UUID, by: User) -> BulkAct:
    """Let a task undo an act. Asking twice is asking once.

    Raises NotFound, NotAllowed, and IllegalTransition while the act still runs.
    """
    with transaction.atomic():
        act = act_for(by, act_id, lock=True)
        if not by.may(kind_named(act.kind).permission):
            raise NotAllowed
        if act.state in {State.UNDOING, State.UNDONE}:
            return act
        act.begin_undo(by)
        act.save()
        due.do_soon(task=UNDO, key=str(act.pk), again_after=AGAIN_AFTER)
    return act


def undo_act(*, act_id: UUID | str) -> None:
    """Undo what is left of an act; killed and started again as `run_act` is."""
    while patiently(lambda: _undo_next(act_id)):
        pass


def _undo_next(act_id: UUID | str) -> bool:
    with transaction.atomic():
        act = BulkAct.objects.select_for_update(of=("self",)).filter(pk=act_id, state=State.UNDOING).first()
        if act is None:
            due.cancel(kind=UNDO, keys=[str(act_id)])
            return False
        rows = act.rows.filter(refusal="").order_by("client_id")
        if act.undone_to:
            rows = rows.filter(client_id__gt=act.undone_to)
        part = list(rows[:AT_ONCE])
        if not part:
            act.finish_undo()
            due.cancel(kind=UNDO, keys=[str(act_id)])
        for row in part:
            row.kept = _undo_one(act, row)
            if row.kept:
                row.save(update_fields=["kept", "updated_at"])
            act.kept, act.restored = act.kept + bool(row.kept), act.restored + (not row.kept)
            act.undone_to = row.client_id
        act.save()
    return bool(part)


def _undo_one(act: BulkAct, row: BulkRow) -> str:
    """Return why the client stays as it is; nothing when it was taken back."""
    by = act.undone_by
    if by is None or not by.may(kind_named(act.kind).permission):
        return _("Whoever asked for it may not do this any more.")
    try:
        with transaction.atomic():
            kind_named(act.kind).undo(row.client_id, by, row.before, row.version)
    except StaleVersion:
        return _("Somebody changed this client since.")
    except DomainError as error:
        return refusal_of(error)
    return ""
