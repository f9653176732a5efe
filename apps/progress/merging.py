"""Measurements of two clients who are made one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.common.errors import Conflict
from apps.progress.models import Measurement, MeasurementChange

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet


class MergedMeasurements:
    """Measurements move with their history; where both have a value of one day, the other stays with the loser."""

    name = "progress"

    def hold(self, client_ids: Sequence[UUID]) -> None:
        """Nothing comes before the clients here: who writes a measurement holds its client."""

    def consequences(self, *, loser: UUID, winner: UUID) -> Sequence[str]:
        count = _free(loser, winner).count()
        text = ngettext("%(count)d measurement moves.", "%(count)d measurements move.", count)
        return [text % {"count": count}] if count else []

    def check(self, *, loser: UUID, winner: UUID) -> None:
        """Measurements can always move, or stay."""

    def move(self, *, loser: UUID, winner: UUID) -> dict[str, Any]:
        moved = list(_free(loser, winner).order_by("pk").values_list("pk", flat=True))
        Measurement.objects.filter(pk__in=moved).update(client=winner)
        changes = MeasurementChange.objects.filter(client=loser).order_by("pk")
        told = list(changes.values_list("pk", flat=True))
        changes.update(client=winner)
        return {"moved": [str(pk) for pk in moved], "changes": [str(pk) for pk in told]}

    def put_back(self, journal: dict[str, Any], *, loser: UUID, winner: UUID) -> None:
        moved = Measurement.objects.filter(pk__in=journal["moved"], client=winner)
        if moved.filter(Exists(_same_day(loser))).exists():  # moved to such a day since
            raise Conflict(_("A measurement was moved to a day that the other record has too. Delete one first."))
        moved.update(client=loser)
        MeasurementChange.objects.filter(pk__in=journal["changes"], client=winner).update(client=loser)


def _free(loser: UUID, winner: UUID) -> QuerySet[Measurement]:
    """Return the loser's measurements whose days the winner has nothing for."""
    return Measurement.objects.filter(~Exists(_same_day(winner)), client=loser)


def _same_day(client_id: UUID) -> QuerySet[Measurement]:
    return Measurement.objects.filter(client=client_id, metric=OuterRef("metric"), taken_on=OuterRef("taken_on"))
