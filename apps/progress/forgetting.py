"""What progress knows of clients who are to be forgotten, and of those who must remain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.progress.models import Measurement, MeasurementChange

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from apps.clients.policies import Person


class ForgottenMeasurements:
    """Nothing of them is left: a body's numbers are about a person or about nobody."""

    name = "progress"

    def goes(self) -> Sequence[str]:
        return [_("Every measurement, with what it was before.")]

    def stays(self) -> Sequence[str]:
        return []

    def erase(self, person: Person) -> dict[str, int]:
        measured = Measurement.objects.filter(client__in=person.client_ids).delete()[0]
        MeasurementChange.objects.filter(client__in=person.client_ids).delete()
        return {"measurements": measured}


class MeasuredClients:
    """Who was measured is not removed when an import is taken back."""

    def holds(self, client_ids: Sequence[UUID]) -> set[UUID]:
        return set(Measurement.objects.filter(client__in=client_ids).values_list("client", flat=True))
