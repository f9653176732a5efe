"""What happened with a client, as the profile shows it: by day, narrowed to a kind, edits unfolded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from apps.activity.kinds import kinds
from apps.activity.selectors import timeline_of_client
from apps.activity.timeline import by_day, entries
from apps.clients.changes import changes_by_id, in_words
from apps.clients.events import ClientUpdated
from apps.common.pagination import keyset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apps.accounts.models import User
    from apps.activity.models import Activity
    from apps.activity.timeline import Entry
    from apps.clients.models import Client

SIZE = 10


def timeline_context(client: Client, user: User, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return a page of the timeline and how to narrow it."""
    known = {kind.name: str(kind.label) for kind in kinds()}
    kind = asked.get("kind", "") if asked.get("kind", "") in known else ""
    activities = timeline_of_client(client.pk, kind=kind)
    page = keyset(activities, ordering=("-id",), cursor=asked.get("cursor", ""), size=SIZE)
    return {
        "days": by_day(_unfolded(page.rows, user)),
        "older": _url(kind, page.next) if page.next else "",
        "newer": _url(kind, page.previous) if page.previous else "",
        "kind": kind,
        "kinds": [
            {"label": label, "url": f"{_url(name)}#timeline", "current": name == kind}
            for name, label in {"": _("All"), **known}.items()
        ],
    }


def _unfolded(activities: Sequence[Activity], user: User) -> list[Entry]:
    """Give each edit its fields, before and after."""
    change_of = {
        str(activity.pk): activity.payload.get("change_id", "")
        for activity in activities
        if activity.name == ClientUpdated.name
    }
    ids = {change_id for change_id in change_of.values() if change_id}
    changes = {str(change.id): change for change in in_words(list(changes_by_id(ids)), user)} if ids else {}
    return [replace(line, details=changes.get(change_of.get(line.id, ""))) for line in entries(activities)]


def _url(kind: str, cursor: str = "") -> str:
    asked = {name: value for name, value in (("kind", kind), ("cursor", cursor)) if value}
    return f"?{urlencode(asked)}"
