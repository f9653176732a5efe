"""Asking for an act on many clients."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.clients.models import BulkAct
from apps.clients.selectors.asked import Asked
from apps.clients.selectors.bulk import About, act_for, clients_of_act
from apps.clients.services.bulk.kinds import kind_named
from apps.common import due
from apps.common.errors import InvalidInput, NotAllowed
from apps.common.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.services.bulk.kinds import ActKind

RUN = "clients.run_bulk_act"
AGAIN_AFTER = dt.timedelta(seconds=45)
MOST_CHOSEN = 1_000


def start_act(  # noqa: PLR0913 - an act has these parts
    *,
    by: User,
    act: str,
    options: Mapping[str, Any] | None = None,
    client_ids: Sequence[UUID] = (),
    query: Mapping[str, str] | None = None,
    act_id: UUID | None = None,
) -> BulkAct:
    """Let a task do `act` to the clients of `client_ids`, or to all that `query` finds now, and return the act.

    `act_id` makes the call safe to repeat: the same again answers with the act of the first. Clients that the person
    may not see are left out. Raises InvalidInput, also when nobody is left; NotAllowed.
    """
    if act_id and (known := BulkAct.objects.filter(pk=act_id, created_by=by).first()):
        return known
    kind = _allowed(by, act)
    made = about(_unsaved(by), by, client_ids, query)
    made.kind, made.options = kind.name, kind.check(options or {})
    made.pk = act_id or uuid7()
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            due.do_soon(task=RUN, key=str(made.pk), again_after=AGAIN_AFTER)
    except IntegrityError:  # the same click, a moment ago
        return act_for(by, made.pk)
    return made


def preview_act(
    *, by: User, act: str, client_ids: Sequence[UUID] = (), query: Mapping[str, str] | None = None
) -> tuple[ActKind, int]:
    """Return the act and how many clients it would be done to; raises as `start_act` does."""
    return _allowed(by, act), about(_unsaved(by), by, client_ids, query).total


def _unsaved(by: User) -> BulkAct:
    return BulkAct(created_by=by, created_at=timezone.now())


def _allowed(by: User, act: str) -> ActKind:
    kind = kind_named(act)
    if not by.may(kind.permission):
        raise NotAllowed
    return kind


def about[T: About](made: T, by: User, client_ids: Sequence[UUID], query: Mapping[str, str] | None) -> T:
    """Give a row that is not saved its clients, who are those there now. Raises InvalidInput."""
    if bool(client_ids) == (query is not None):
        raise InvalidInput({"clients": _("Choose at least one client first, or all that match.")})
    if len(client_ids) > MOST_CHOSEN:
        message = _("At most %(count)d at once; for more, choose all that match.") % {"count": MOST_CHOSEN}
        raise InvalidInput({"clients": message})
    if query is None:
        made.chosen = sorted({str(pk) for pk in client_ids})
    else:
        made.query = _parameters(query, by)
    made.total = clients_of_act(made, by).order_by().count()
    if not made.total:
        raise InvalidInput({"clients": _("None of these clients exists any more.")})
    return made


def _parameters(query: Mapping[str, str], by: User) -> dict[str, str]:
    """Keep what the filter means. Raises InvalidInput: what makes no sense must not widen an act."""
    asked = Asked.read(query, by)
    if asked.ignored:
        raise InvalidInput(dict.fromkeys(asked.ignored, _("This value is not one of the filter’s.")))
    return asked.parameters()
