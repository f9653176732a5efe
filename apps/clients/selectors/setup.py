"""How the list is set up for one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from apps.clients.custom import fields_for
from apps.clients.models import ClientSettings, CustomField, ListChoice, SavedView
from apps.clients.models.list_choice import Layout
from apps.clients.models.settings import RISK_DAYS
from apps.clients.selectors.asked import Asked, listed
from apps.clients.selectors.counts import MOST_COUNTED
from apps.clients.selectors.risk import Look
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from apps.accounts.models import User


MOST_COLUMNS = 2
"""Of the business's own fields, the first that are marked for the list."""
_SHOWN = ("name", "kind", "unit", "choices")


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as a tab."""

    id: UUID
    name: str
    query: dict[str, str]
    is_own: bool
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Setup:
    """Table or cards, the saved views and the one that the list opens with, and what counts as at risk; what the business adds to its rows."""

    layout: str
    default_view: UUID | None
    views: Sequence[View]
    look: Look
    columns: Sequence[CustomField] = ()
    tags_on_list: bool = False

    @property
    def has_extras(self) -> bool:
        """The business adds something: the table leaves the phone out, so that it stays calm."""
        return bool(self.columns) or self.tags_on_list

    @property
    def is_full(self) -> bool:
        """It adds all it can: the day since when somebody is a client makes room."""
        return self.tags_on_list and len(self.columns) == MOST_COLUMNS

    @property
    def first_view(self) -> View | None:
        """The saved view that the list opens with, if one was chosen and is still there."""
        return self.view(str(self.default_view))

    def view(self, text: str) -> View | None:
        """Return the saved view of this id, if there is one."""
        return next((view for view in self.views if str(view.id) == text), None)


def views_for(user: User) -> QuerySet[SavedView]:
    """Return the views that stand on a person's page: their own and those others share."""
    return SavedView.objects.filter(Q(owner=user.pk) | Q(is_shared=True)).order_by("position", "pk")


def own_view(user: User, view_id: UUID, *, lock: bool = False) -> SavedView:
    """Return a view that the person made. Raises NotFound, also for one that somebody else shares."""
    views = SavedView.objects.filter(owner=user.pk)
    view = (views.select_for_update() if lock else views).filter(pk=view_id).first()
    if view is None:
        raise NotFound(_("There is no such view of yours."))
    return view


def setup_for(user: User, now: datetime) -> Setup:
    """Return a person's setup, in one query: their own views in their order, then those others share."""
    choice = ListChoice.objects.filter(user=OuterRef("pk"))
    fields = {name: name for name in ("id", "name", "query", "owner_id", "is_shared")}
    shown = fields_for(user).filter(on_list=True)[:MOST_COLUMNS]
    found = (
        get_user_model()
        .objects.filter(pk=user.pk)
        .values_list(
            Subquery(choice.values("layout")),
            Subquery(choice.values("default_view")),
            Subquery(ClientSettings.objects.values("risk_after_days")),
            ArraySubquery(views_for(user).values(json=JSONObject(**fields))),
            Subquery(ClientSettings.objects.values("tags_on_list")),
            ArraySubquery(shown.values(json=JSONObject(**{name: name for name in ("id", *_SHOWN)}))),
        )
    )
    layout, default_view, days, rows, tags_on_list, columns = found.get()
    views = sorted((_view(row, user) for row in rows or ()), key=lambda view: not view.is_own)
    return Setup(
        layout or Layout.TABLE,
        default_view,
        views,
        Look(now, days or RISK_DAYS),
        [CustomField(**row | {"id": UUID(row["id"])}) for row in columns or ()],
        bool(tags_on_list),
    )


def count_views(views: Sequence[View], user: User, look: Look) -> dict[UUID, int]:
    """Return how many clients each view holds, together in one query; none for one that holds more than anybody counts."""
    if not views:
        return {}
    parts: list[str] = []
    values: list[Any] = []
    for view in views:
        clients = listed(Asked.read(view.query, user), user, look).order_by().select_related(None)
        try:
            text, given = clients.values("pk")[: MOST_COUNTED + 1].query.sql_with_params()
        except EmptyResultSet:  # its search finds nobody: Django knows it without asking
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({text}) AS found)")  # noqa: S608 - the same
        values += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        counts = cursor.fetchone()
    return {view.id: count for view, count in zip(views, counts, strict=True) if count <= MOST_COUNTED}


def _view(row: dict[str, Any], user: User) -> View:
    is_own = UUID(row["owner_id"]) == user.pk
    return View(UUID(row["id"]), row["name"], row["query"], is_own, row["is_shared"])
