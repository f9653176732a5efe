"""What becomes of series when two clients are made one, and when one is to be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.clients import policies
from apps.common.redacting import redacted
from apps.sessions.models import Series, SeriesClient
from apps.sessions.services.series import leave_series

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from apps.clients.policies import Person

TEXTS = {"title": 120, "location": 120, "notes": 5_000}
"""What somebody may have written about a person, and how long it may be."""


def register() -> None:
    """Take part when clients are merged or forgotten."""
    policies.register_merge(MergedMembers())
    policies.register_erasure(ForgottenInSeries())


class MergedMembers:
    """Places in series move; where both have one, the winner's stays."""

    name = "session series"

    def hold(self, client_ids: Sequence[UUID]) -> None:
        """Places in sessions hold the clients already."""

    def consequences(self, *, loser: UUID, winner: UUID) -> Sequence[str]:
        count = SeriesClient.objects.filter(client_id=loser, series__ended_at=None).count()
        text = ngettext("%(count)d series goes on with who stays.", "%(count)d series go on with who stays.", count)
        return [text % {"count": count}] if count else []

    def check(self, *, loser: UUID, winner: UUID) -> None:
        """Nothing: what would clash are sessions, and they were looked at."""

    def move(self, *, loser: UUID, winner: UUID) -> dict[str, Any]:
        members = SeriesClient.objects.filter(client_id=loser)
        both = members.filter(series__members__client_id=winner)
        left_out = list(both.values_list("series_id", flat=True))
        SeriesClient.objects.filter(client_id=loser, series__in=left_out).delete()
        moved = [str(pk) for pk in members.order_by("pk").values_list("pk", flat=True)]
        members.update(client_id=winner)
        return {"moved": moved, "left_out": [str(pk) for pk in left_out]}

    def put_back(self, journal: dict[str, Any], *, loser: UUID, winner: UUID) -> None:
        SeriesClient.objects.filter(pk__in=journal["moved"], client_id=winner).update(client_id=loser)
        still = SeriesClient.objects.filter(series__in=journal["left_out"], client_id=winner)
        rows = [SeriesClient(series_id=pk, client_id=loser) for pk in still.values_list("series_id", flat=True)]
        SeriesClient.objects.bulk_create(rows, ignore_conflicts=True)


class ForgottenInSeries:
    """Who is forgotten is booked no more; what was written about them in a series goes."""

    name = "session series"

    def goes(self) -> Sequence[str]:
        return [_("Their place in series of sessions, and their name in what was written there.")]

    def stays(self) -> Sequence[str]:
        return []

    def erase(self, person: Person) -> dict[str, int]:
        here = SeriesClient.objects.filter(series=OuterRef("pk"), client_id__in=person.client_ids)
        others = SeriesClient.objects.filter(series=OuterRef("pk")).exclude(client_id__in=person.client_ids)
        alone = Series.objects.filter(Exists(here)).exclude(Exists(others))
        emptied = alone.update(**dict.fromkeys((*TEXTS, "video_link"), ""))
        for client_id in person.client_ids:
            leave_series(client_id=client_id)
        named = Q(pk__in=[])
        for word in person.words:
            for text in TEXTS:
                named |= Q(**{f"{text}__icontains": word})
        for series in Series.objects.filter(named).iterator():
            for text, longest in TEXTS.items():
                setattr(series, text, redacted(getattr(series, text), person.words)[:longest])
            series.save(update_fields=[*TEXTS, "updated_at"])
        return {"series without their notes": emptied}
