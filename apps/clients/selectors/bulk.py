"""Reading bulk acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.clients.models import BulkAct, BulkRow
from apps.clients.selectors import clients_visible_to
from apps.clients.selectors.asked import Asked, listed
from apps.clients.selectors.risk import Look
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from apps.accounts.models import User
    from apps.clients.models import Client


class About(Protocol):
    """What is about many clients: the ids of `chosen`, or what `query` found at `created_at`."""

    chosen: Any
    query: Any
    total: Any
    created_at: Any


def acts_visible_to(user: User) -> QuerySet[BulkAct]:
    """Return one's own acts; those who manage the team see everybody's."""
    acts = BulkAct.objects.select_related("created_by")
    return acts if user.may(Permission.TEAM_MANAGE) else acts.filter(created_by=user.pk)


def act_for(user: User, act_id: UUID | str, *, lock: bool = False) -> BulkAct:
    """Return an act that the person may see. Raises NotFound."""
    acts = acts_visible_to(user)
    act = (acts.select_for_update(of=("self",)) if lock else acts).filter(pk=act_id).first()
    if act is None:
        raise NotFound(_("There is no such act."))
    return act


def clients_of_act(act: About, by: User) -> QuerySet[Client]:
    """Return the clients that an act is about, as far as `by` may see them."""
    if act.chosen:
        return clients_visible_to(by).filter(pk__in=act.chosen)
    asked = Asked.read(act.query, by)
    return listed(asked, by, Look.at(act.created_at)).filter(created_at__lte=act.created_at)


def refused_rows(act: BulkAct, most: int) -> list[BulkRow]:
    """Return the first clients that were refused, with the reason."""
    return list(act.rows.exclude(refusal="").select_related("client").order_by("client_id")[:most])


def kept_rows(act: BulkAct, most: int) -> list[BulkRow]:
    """Return the first clients that undoing left as they are, with the reason."""
    return list(act.rows.exclude(kept="").select_related("client").order_by("client_id")[:most])
