"""What an intake holds of two clients who become one: screenings, goals and consents stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.clients.models import Consent, Goal, Intake, Screening
from apps.clients.services.intake.screening import SCREENING_DUE
from apps.common import due

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import Manager

KINDS: dict[str, Manager[Any]] = {
    "screenings": Screening.objects,
    "goals": Goal.objects,
    "consents": Consent.objects,
    "intakes": Intake.objects,
}


class MergedIntake:
    """Of two standing consents to the same words the loser's stays with them, and so does a second intake."""

    name = "intake"

    def hold(self, client_ids: Sequence[UUID]) -> None:
        """Nothing comes before the clients here."""

    def consequences(self, *, loser: UUID, winner: UUID) -> Sequence[str]:
        moves = any(rows.filter(client=loser).exists() for rows in KINDS.values())
        return [
            _("Health answers, goals and consents of both stand together; the latest health answers count.")
        ] * moves

    def check(self, *, loser: UUID, winner: UUID) -> None:
        """Two intakes can always be one."""

    def move(self, *, loser: UUID, winner: UUID) -> dict[str, Any]:
        standing = Consent.objects.filter(client=winner, withdrawn_at=None).values_list("version", flat=True)
        kept = Consent.objects.filter(client=loser, withdrawn_at=None, version__in=list(standing))
        rows = {name: kind.filter(client=loser) for name, kind in KINDS.items()}
        rows["consents"] = rows["consents"].exclude(pk__in=kept)
        if Intake.objects.filter(client=winner).exists():
            rows["intakes"] = Intake.objects.none()
        moved = {name: [str(key) for key in found.values_list("pk", flat=True)] for name, found in rows.items()}
        for name, keys in moved.items():
            KINDS[name].filter(pk__in=keys).update(client=winner)
        _ask_in_time(winner)
        return moved

    def put_back(self, journal: dict[str, Any], *, loser: UUID, winner: UUID) -> None:
        for name, keys in journal.items():
            KINDS[name].filter(pk__in=keys, client=winner).update(client=loser)
        for client_id in (winner, loser):
            _ask_in_time(client_id)


def _ask_in_time(client_id: UUID) -> None:
    """Let the year run from the answers that count now."""
    latest = Screening.objects.filter(client=client_id).order_by("-id").first()
    if latest and latest.asked_again_at is None:
        due.schedule(kind=SCREENING_DUE, key=str(client_id), due_at=latest.due_at)
