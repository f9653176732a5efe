"""Saved views, and how a person likes the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.clients.models import ClientSettings, ListChoice, SavedView
from apps.clients.models.list_choice import Layout
from apps.clients.models.settings import MOST_RISK_DAYS, ONLY
from apps.clients.selectors.asked import Asked
from apps.clients.selectors.setup import own_view, views_for
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import one_line
from apps.common.errors import InvalidInput, NotAllowed, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from apps.accounts.models import User

LONGEST_NAME, MOST_VIEWS = 60, 20


def save_view(*, by: User, name: str, query: Mapping[str, str], is_shared: bool = False) -> SavedView:
    """Keep what the list asks for under a name, behind the views that are there.

    Raises InvalidInput: on `name` when it is empty, too long or taken by another view of theirs, or when they have 20.
    NotAllowed for sharing, which is for owners and managers.
    """
    view = SavedView(owner=by, name=_name(name), query=Asked.read(query, by).parameters(), is_shared=is_shared)
    if is_shared:
        _may_share(by)
    own = SavedView.objects.filter(owner=by)
    if own.count() >= MOST_VIEWS:
        raise InvalidInput({"name": _("You have %(count)d views: delete one first.") % {"count": MOST_VIEWS}})
    view.position = (own.aggregate(last=Max("position"))["last"] or 0) + 1
    return _saved(view)


def change_view(
    *,
    view_id: UUID,
    by: User,
    name: str | None = None,
    query: Mapping[str, str] | None = None,
    is_shared: bool | None = None,
) -> SavedView:
    """Change what is given of a view of one's own. Raises NotFound, and as `save_view` does."""
    with transaction.atomic():
        view = own_view(by, view_id, lock=True)
        if name is not None:
            view.name = _name(name)
        if query is not None:
            view.query = Asked.read(query, by).parameters()
        if is_shared is not None and is_shared != view.is_shared:
            _may_share(by)
            view.is_shared = is_shared
        return _saved(view)


def delete_view(*, view_id: UUID, by: User) -> None:
    """Delete a view of one's own; who opens the list with it gets everybody again. Raises NotFound."""
    own_view(by, view_id).delete()


def move_view(*, view_id: UUID, by: User, to: int) -> None:
    """Put a view of one's own at a place, counted from 0 among them. Raises NotFound."""
    with transaction.atomic():
        views = list(SavedView.objects.select_for_update().filter(owner=by).order_by("position", "pk"))
        view = own_view(by, view_id)
        order = [one for one in views if one.pk != view.pk]
        order.insert(max(0, to), view)
        for number, one in enumerate(order, start=1):
            one.position = number
        SavedView.objects.bulk_update(order, ["position"])


def choose_default(*, by: User, view_id: UUID | None) -> None:
    """Open the list with this view from now on; None: with everybody. Raises NotFound for a view they do not have."""
    if view_id and not views_for(by).filter(pk=view_id).exists():
        raise NotFound(_("There is no such view."))
    ListChoice.objects.update_or_create(user=by, defaults={"default_view_id": view_id})


def choose_layout(*, by: User, layout: str) -> None:
    """Show the list as a table or as cards from now on. Raises InvalidInput."""
    if layout not in Layout.values:
        raise InvalidInput({"layout": _("Table or cards.")})
    ListChoice.objects.update_or_create(user=by, defaults={"layout": layout})


def set_risk_days(*, by: User, days: int) -> None:
    """Say after how many days without a session a client is at risk. Raises InvalidInput and NotAllowed."""
    if not by.may(Permission.BUSINESS_EDIT):
        raise NotAllowed
    if not 1 <= days <= MOST_RISK_DAYS:
        raise InvalidInput({"days": _("From 1 to %(most)d days.") % {"most": MOST_RISK_DAYS}})
    ClientSettings.objects.update_or_create(id=ONLY, defaults={"risk_after_days": days})


def show_tags(*, by: User, on_list: bool) -> None:
    """Show every client's tags in the list, or not. Raises NotAllowed."""
    if not by.may(Permission.TAGS_MANAGE):
        raise NotAllowed
    ClientSettings.objects.update_or_create(id=ONLY, defaults={"tags_on_list": on_list})


def _name(text: str) -> str:
    try:
        name = one_line(text, longest=LONGEST_NAME)
    except Refused as refusal:
        raise InvalidInput({"name": refusal.reason}) from refusal
    if not name:
        raise InvalidInput({"name": _("Give the view a name.")})
    return name


def _may_share(by: User) -> None:
    if not by.may(Permission.BUSINESS_EDIT):
        raise NotAllowed(_("Owners and managers share views with the team."))


def _saved(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise InvalidInput({"name": _("You have a view of this name.")}) from error
    return view
