"""The act, some clients at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from apps.clients.models import BulkAct, BulkRow
from apps.clients.selectors.bulk import clients_of_act
from apps.clients.services.bulk.asking import RUN
from apps.clients.services.bulk.kinds import kind_named
from apps.common import due
from apps.common.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.services.bulk.kinds import ActKind

AT_ONCE = 50
TRIES = 3
State = BulkAct.State


def run_act(*, act_id: UUID | str) -> None:
    """Do what is left of an act.

    The clients change in the transaction that writes their rows and moves `done_to` on: a killed worker leaves both or
    neither, a second one goes on behind it, and two at once wait for each other.
    """
    while patiently(lambda: _run_next(act_id)):
        pass


def patiently[T](work: Callable[[], T]) -> T:
    """Do a transaction's work again when Postgres ended it as one of a deadlock."""
    for _attempt in range(1, TRIES):
        try:
            return work()
        except OperationalError as error:
            if "deadlock" not in str(error):
                raise
    return work()


def refusal_of(error: DomainError) -> str:
    """Return why, in words."""
    texts = [text for texts in error.fields.values() for text in texts] if isinstance(error, InvalidInput) else []
    return (" ".join(texts) or error.message)[:300]


def _run_next(act_id: UUID | str) -> bool:
    with transaction.atomic():
        act = BulkAct.objects.select_for_update(of=("self",)).filter(pk=act_id, state=State.RUNNING).first()
        if act is None:
            due.cancel(kind=RUN, keys=[str(act_id)])
            return False
        kind, by = kind_named(act.kind), act.created_by
        if by is None or not by.may(kind.permission):
            act.fail(_("Whoever asked for it may not do this any more."))
            return _close(act)
        part = _next_ids(act, by)
        if not part:
            act.finish()
            return _close(act)
        _do_all(act, kind, by, part)
        act.done_to = part[-1]
        act.save()
    return True


def _next_ids(act: BulkAct, by: User) -> list[UUID]:
    clients = clients_of_act(act, by).order_by("pk")
    if act.done_to:
        clients = clients.filter(pk__gt=act.done_to)
    return list(clients.values_list("pk", flat=True)[:AT_ONCE])


def _do_all(act: BulkAct, kind: ActKind, by: User, part: list[UUID]) -> None:
    rows = []
    for client_id in part:
        try:
            with transaction.atomic():
                done = kind.do(client_id, by, act.options)
        except DomainError as error:
            act.refused += 1
            rows.append(BulkRow(act=act, client_id=client_id, refusal=refusal_of(error)))
        else:
            act.changed, act.unchanged = act.changed + bool(done), act.unchanged + (not done)
            if done:
                client, before = done
                rows.append(BulkRow(act=act, client=client, before=before, version=client.version))
    BulkRow.objects.bulk_create(rows)


def _close(act: BulkAct) -> bool:
    act.save()
    due.cancel(kind=RUN, keys=[str(act.pk)])
    return False
