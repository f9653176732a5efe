"""Reading what an intake keeps: screenings, goals, measures, consents. The caller has checked that the client may be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from apps.clients.models import Clearance, Consent, ConsentDocument, ConsentVersion, Goal, Intake, IntakeLink, Screening

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured at the start: `{name: grams, millimetres or tenths of percent}`, and when."""

    values: dict[str, int]
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One document that is in use, its newest words, and the client's consent to them; `earlier` is one to older words."""

    document: ConsentDocument
    version: ConsentVersion
    consent: Consent | None
    earlier: Consent | None

    @property
    def is_missing(self) -> bool:
        return self.consent is None


def clearance_of(client_ids: Iterable[UUID]) -> dict[UUID, Clearance]:
    """Return whether each of the clients may train, in one query; `NONE` for who was never asked."""
    found = dict.fromkeys(client_ids, Clearance.NONE)
    latest = Screening.objects.filter(client__in=found).order_by("client", "-id").distinct("client")
    return found | {screening.client_id: screening.clearance for screening in latest}


def screenings_of(client_id: UUID) -> QuerySet[Screening]:
    """Return a client's screenings, the one that counts first."""
    return Screening.objects.filter(client=client_id).select_related("by", "decided_by").order_by("-id")


def goals_of(client_id: UUID) -> QuerySet[Goal]:
    """Return a client's goals: active ones first, then those that ended, the latest first."""
    return Goal.objects.filter(client=client_id).order_by(F("ended_on").desc(nulls_first=True), "id")


def intake_of(client_id: UUID) -> Intake:
    """Return a client's intake; an empty one, not saved, where nobody began it."""
    return Intake.objects.filter(client=client_id).first() or Intake(client_id=client_id)


def starting_measures(client_id: UUID) -> Measures:
    """Return what was measured when the client began; no values when nothing was."""
    intake = intake_of(client_id)
    return Measures(dict(intake.measures), intake.measured_on)


def documents() -> QuerySet[ConsentDocument]:
    """Return the business's documents, those in use first."""
    return ConsentDocument.objects.order_by(F("retired_at").asc(nulls_first=True), "id")


def newest_versions() -> dict[UUID, ConsentVersion]:
    """Return the words that count of every document, by the document's id."""
    versions = ConsentVersion.objects.order_by("document", "-number").distinct("document")
    return {version.document_id: version for version in versions}


def consents_of(client_id: UUID) -> QuerySet[Consent]:
    """Return everything a client ever agreed to, newest first, with the words."""
    return (
        Consent.objects.filter(client=client_id)
        .select_related("version__document", "recorded_by", "withdrawn_by")
        .order_by("-id")
    )


def standing_of(client_id: UUID) -> list[Standing]:
    """Return where a client stands with every document in use; new words ask again. Three queries."""
    versions = newest_versions()
    standing = [consent for consent in consents_of(client_id) if consent.withdrawn_at is None]
    by_version = {consent.version_id: consent for consent in standing}
    by_document = {consent.version.document_id: consent for consent in reversed(standing)}
    return [
        Standing(document, versions[document.pk], consent, None if consent else by_document.get(document.pk))
        for document in documents().filter(retired_at=None)
        for consent in [by_version.get(versions[document.pk].pk)]
    ]


def link_of(client_id: UUID) -> IntakeLink | None:
    """Return the link that was sent to a client last; used and withdrawn ones too."""
    return IntakeLink.objects.filter(client=client_id).order_by("-id").first()
