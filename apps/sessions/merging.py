"""Sessions of two clients who are made one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.common.errors import Conflict
from apps.common.templatetags.formats import moment_text
from apps.sessions.models import SessionClient, WaitingPlace
from apps.sessions.models.waiting import IN_LINE
from apps.sessions.services.last_and_next import tell_clients
from apps.sessions.services.locking import hold_people
from apps.sessions.services.waiting import leave_waiting_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet


class MergedPlaces:
    """Places move; where both have one in the same session, the winner's stays."""

    name = "sessions"

    def hold(self, client_ids: Sequence[UUID]) -> None:
        hold_people(client_ids)

    def consequences(self, *, loser: UUID, winner: UUID) -> Sequence[str]:
        count = SessionClient.objects.filter(client_id=loser).count()
        text = ngettext("%(count)d session moves.", "%(count)d sessions move.", count)
        return [text % {"count": count}] if count else []

    def check(self, *, loser: UUID, winner: UUID) -> None:
        theirs = SessionClient.objects.filter(
            client_id=winner, blocks=True, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
        ).exclude(session=OuterRef("session"))
        clash = SessionClient.objects.filter(Exists(theirs), client_id=loser, blocks=True).order_by("starts_at").first()
        if clash:
            when = moment_text(clash.starts_at, words=False)
            raise Conflict(_("Both are booked elsewhere on %(when)s. Move or cancel one first.") % {"when": when})

    def move(self, *, loser: UUID, winner: UUID) -> dict[str, Any]:
        places = SessionClient.objects.filter(client_id=loser)
        both = places.filter(session__places__client_id=winner)
        left_out = list(both.values("id", "session_id", "created_at", "updated_at"))
        SessionClient.objects.filter(pk__in=[row["id"] for row in left_out]).delete()
        moved = [str(pk) for pk in places.order_by("pk").values_list("pk", flat=True)]
        places.update(client_id=winner)
        tell_clients([loser, winner])
        return {
            "moved": moved,
            "left_out": [{name: str(value) for name, value in row.items()} for row in left_out],
            "waits": self._move_waits(loser=loser, winner=winner),
        }

    def _move_waits(self, *, loser: UUID, winner: UUID) -> list[str]:
        """Give the winner the loser's waits; one in a session that the winner waits for or has a place in ends."""
        in_line = Q(state__in=IN_LINE)
        theirs = Q(session__places__client_id=winner) | Q(session__waiting__in=waits_of(winner).filter(in_line))
        for turn in waits_of(loser).filter(in_line & theirs).distinct():
            leave_waiting_list(session_id=turn.session_id, client_id=loser, by=None)
        moved = [str(pk) for pk in waits_of(loser).order_by("pk").values_list("pk", flat=True)]
        waits_of(loser).update(client_id=winner)
        return moved

    def put_back(self, journal: dict[str, Any], *, loser: UUID, winner: UUID) -> None:
        SessionClient.objects.filter(pk__in=journal["moved"], client_id=winner).update(client_id=loser)
        waits_of(winner).filter(pk__in=journal.get("waits", [])).update(client_id=loser)
        for row in journal["left_out"]:
            # As it is by now: the session may have been moved or finished since. Where the winner left, so did they.
            now = SessionClient.objects.filter(session_id=row["session_id"], client_id=winner).first()
            if now is None:
                continue
            place = SessionClient(
                id=row["id"],
                session_id=now.session_id,
                client_id=loser,
                starts_at=now.starts_at,
                ends_at=now.ends_at,
                blocks=now.blocks,
                attendance=now.attendance,
                credit=now.credit,
            )
            place.save(force_insert=True)
            times = {name: parse_datetime(row[name]) for name in ("created_at", "updated_at")}
            SessionClient.objects.filter(pk=place.pk).update(**times)
        tell_clients([loser, winner])


def waits_of(client_id: UUID) -> QuerySet[WaitingPlace]:
    return WaitingPlace.objects.filter(client_id=client_id)
