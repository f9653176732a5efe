"""Clients agreeing, and taking it back. A consent is never overwritten: agreeing again is another row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.clients.intake_events import ConsentGiven, ConsentWithdrawn
from apps.clients.models import Consent, Way
from apps.clients.records import standing_of
from apps.clients.services.intake.filling import client_of, note_step
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import one_line
from apps.common.errors import InvalidInput, NotAllowed, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from apps.clients.models import Client
    from apps.clients.records import Standing
    from apps.clients.services.intake.filling import Filler


def give_consents(
    *, client_id: UUID, filler: Filler, version_ids: Iterable[UUID], signed_name: str = "", on_paper: bool = False
) -> list[Consent]:
    """Keep that the client agreed to these versions and return the new consents; those that stand already are left alone.

    `on_paper`: the team holds a signed sheet. Raises InvalidInput when words changed meanwhile or nobody signed,
    NotFound, IllegalTransition.
    """
    asked = set(version_ids)
    with transaction.atomic():
        client = client_of(filler, client_id)
        standing = {one.version.pk: one for one in standing_of(client.pk)}
        name = _signed(signed_name, is_needed=any(standing[key].is_missing for key in asked & standing.keys()))
        if asked - standing.keys():
            raise InvalidInput({"consents": _("The words have changed meanwhile: please read them again.")})
        note_step(client, "consents")
        way = Way.PAPER if on_paper and filler.way == Way.STAFF else filler.way
        return [
            _give(client, one, filler, way, name) for key, one in standing.items() if key in asked and one.is_missing
        ]


def withdraw_consent(*, client_id: UUID, consent_id: UUID, filler: Filler) -> Consent:
    """Take a consent back, by the client or for them. Raises IllegalTransition when it was, NotFound, NotAllowed over a link."""
    if filler.way == Way.LINK:
        raise NotAllowed(_("Ask the business to take this back."))
    with transaction.atomic():
        client = client_of(filler, client_id)
        consent = Consent.objects.select_related("version__document").filter(pk=consent_id, client=client).first()
        if consent is None:
            raise NotFound(_("There is no such consent."))
        consent.withdraw(way=filler.way, by=filler.user)
        consent.save()
        event = ConsentWithdrawn(
            client_id=str(client.pk), consent_id=str(consent.pk), title=consent.version.document.title, way=filler.way
        )
        publish(event, actor=filler.user, client_ids=[client.pk])
    return consent


def _give(client: Client, one: Standing, filler: Filler, way: Way, name: str) -> Consent:
    consent = Consent.objects.create(
        client=client, version=one.version, signed_name=name, way=way, recorded_by=filler.user
    )
    event = ConsentGiven(
        client_id=str(client.pk),
        consent_id=str(consent.pk),
        title=one.document.title,
        number=one.version.number,
        way=way,
    )
    publish(event, actor=filler.user, client_ids=[client.pk])
    return consent


def _signed(name: str, *, is_needed: bool) -> str:
    try:
        clean = one_line(name)
    except Refused as refusal:
        raise InvalidInput({"signed_name": refusal.reason}) from refusal
    if is_needed and not clean:
        raise InvalidInput({"signed_name": _("Type the full name as a signature.")})
    return clean
