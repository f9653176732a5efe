"""What happened with a client, as the profile shows it: by day, narrowed to a kind, with what was changed, noted and said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from apps.activity.kinds import kinds
from apps.activity.selectors import timeline_of_client
from apps.activity.timeline import by_day, entries
from apps.clients.changes import changes_by_id, in_words
from apps.clients.events import ClientUpdated
from apps.clients.message_events import ClientMessaged
from apps.clients.note_events import ContactLogged, NoteAdded
from apps.clients.note_words import way_icon
from apps.clients.permissions import may_see_health
from apps.clients.selectors.written import written_for_profile
from apps.clients.services.notes import may_change
from apps.common.ids import uuid7
from apps.common.pagination import keyset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apps.accounts.models import User
    from apps.activity.models import Activity
    from apps.activity.timeline import Entry
    from apps.clients.changes import Change
    from apps.clients.models import Client
    from apps.clients.selectors.written import Written

SIZE = 10
ID_OF = {NoteAdded.name: "note_id", ContactLogged.name: "contact_id", ClientMessaged.name: "contact_id"}


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a line: an edit's fields, or a note or contact; `is_hidden` where it is not for this person."""

    change: Change | None = None
    written: Written | None = None
    may_change: bool = False
    is_hidden: bool = False


def timeline_context(client: Client, user: User, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return a page of the timeline and how to narrow it."""
    known = {kind.name: str(kind.label) for kind in kinds()}
    kind = asked.get("kind", "") if asked.get("kind", "") in known else ""
    activities = timeline_of_client(client.pk, kind=kind)
    page = keyset(activities, ordering=("-id",), cursor=asked.get("cursor", ""), size=SIZE)
    ids = [activity.payload[ID_OF[activity.name]] for activity in page.rows if activity.name in ID_OF]
    written = written_for_profile(client.pk, user, ids)
    return {
        "days": by_day(_unfolded(page.rows, user, {str(one.id): one for one in written})),
        "pinned": [one for one in written if one.is_pinned],
        "follow_ups": [one for one in reversed(written) if one.is_open],
        "note_key": uuid7(),
        "contact_key": uuid7(),
        "older": _url(kind, page.next) if page.next else "",
        "newer": _url(kind, page.previous) if page.previous else "",
        "kind": kind,
        "kinds": [
            {"label": label, "url": f"{_url(name)}#timeline", "current": name == kind}
            for name, label in {"": _("All"), **known}.items()
        ],
    }


def _unfolded(activities: Sequence[Activity], user: User, written: Mapping[str, Written]) -> list[Entry]:
    """Give each edit its fields, before and after, and each note and contact what it says."""
    change_of = {
        str(activity.pk): activity.payload.get("change_id", "")
        for activity in activities
        if activity.name == ClientUpdated.name
    }
    ids = {change_id for change_id in change_of.values() if change_id}
    changes = {str(change.id): change for change in in_words(list(changes_by_id(ids)), user)} if ids else {}
    behind = {key: Behind(change=changes[change_id]) for key, change_id in change_of.items() if change_id in changes}
    for activity in activities:
        if activity.name in ID_OF:
            behind[str(activity.pk)] = _written(activity, user, written)
    return [_told(line, behind.get(line.id)) for line in entries(activities)]


def _told(line: Entry, behind: Behind | None) -> Entry:
    way = behind.written.way if behind and behind.written else ""
    return replace(line, details=behind, icon=way_icon(way) if way else line.icon)


def _written(activity: Activity, user: User, written: Mapping[str, Written]) -> Behind:
    found = written.get(activity.payload[ID_OF[activity.name]])
    if found:
        return Behind(written=found, may_change=found.way != "letter" and may_change(found.by_id, user))
    return Behind(is_hidden=bool(activity.payload.get("about_health")) and not may_see_health(user))


def _url(kind: str, cursor: str = "") -> str:
    asked = {name: value for name, value in (("kind", kind), ("cursor", cursor)) if value}
    return f"?{urlencode(asked)}"
