"""Locations, rooms and series: what each address asks."""

from __future__ import annotations

from typing import Any

from apps.accounts.permissions import Permission

_SEE: dict[str, Any] = {"get": Permission.CALENDAR_VIEW}
_EDIT = Permission.BUSINESS_EDIT
_THINGS = ("location", "room")

PLACES: dict[str, Any] = {
    **{name: {**_SEE, "post": _EDIT} for name in ("locations", "location")},
    **{f"location_{act}": _EDIT for act in ("rooms", "archive", "restore")},
    **dict.fromkeys(("room", "room_archive", "room_restore"), _EDIT),
    **{f"sessions_api:{thing}-list": {**_SEE, "post": _EDIT} for thing in _THINGS},
    **{f"sessions_api:{thing}-detail": {**_SEE, "patch": _EDIT} for thing in _THINGS},
    "series": Permission.CALENDAR_VIEW,
    "sessions_api:series-list": {**_SEE, "post": Permission.SESSIONS_EDIT},
    "sessions_api:series-detail": {**_SEE, "patch": Permission.SESSIONS_EDIT},
    "sessions_api:series-preview": Permission.SESSIONS_EDIT,
    "sessions_api:series-cancellation": Permission.SESSIONS_EDIT,
    **{f"sessions_api:{thing}-{act}": _EDIT for thing in _THINGS for act in ("archive", "restore")},
}
