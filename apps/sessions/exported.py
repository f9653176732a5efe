"""What sessions put into the export of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.sessions.models import SessionClient, WaitingPlace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

FOR_CLIENTS = {
    "id": "session_id",
    "kind": "session__kind",
    "title": "session__title",
    "starts_at": "session__starts_at",
    "ends_at": "session__ends_at",
    "state": "session__state",
    "trainer": "session__trainer__full_name",
    "location": "session__location",
    "notes_for_client": "session__client_notes",
    "cancelled_by": "session__cancelled_by",
    "cancelled_late": "session__is_late",
    "attendance": "attendance",
    "credit": "credit",
}
FOR_TEAM = {"plan": "session__notes", "outcome": "session__outcome", "cancel_reason": "session__cancel_reason"}
ALONE_ONLY = ("plan", "outcome", "notes_for_client")
"""What was written about a group may be about the others in it."""


class ExportedSessions:
    """Every session, by its start; texts only of those that were the client's alone."""

    name = "sessions"

    def tables(self, client_ids: Sequence[UUID], *, is_own: bool) -> dict[str, list[dict[str, Any]]]:
        columns = FOR_CLIENTS if is_own else FOR_CLIENTS | FOR_TEAM
        places = SessionClient.objects.filter(client__in=client_ids).order_by("starts_at", "id")
        names = dict(zip(columns.values(), columns, strict=True))
        rows = [{names[column]: row[column] for column in names} for row in places.values(*names)]
        for row in rows:
            if row["kind"] == "group":
                row |= {name: "" for name in ALONE_ONLY if name in row}
        return {"sessions": rows, "waiting_lists": _waits(client_ids)}

    def files(self, client_ids: Sequence[UUID]) -> dict[str, str]:
        return {}


def _waits(client_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    columns = ("session_id", "state", "joined_at", "offered_at", "offer_until", "answered_at")
    return list(WaitingPlace.objects.filter(client__in=client_ids).order_by("joined_at", "id").values(*columns))
