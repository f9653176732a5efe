"""The parts of an intake that are the client's own fields, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.clients.custom import intake_fields
from apps.clients.intake_events import IntakeFinished
from apps.clients.models import Client, Intake, IntakeLink, Way
from apps.clients.permissions import OWN_INTAKE_FIELDS
from apps.clients.records import standing_of
from apps.clients.services.clients import change_by_client, update_client
from apps.clients.services.intake.filling import client_of, note_step
from apps.common.errors import InvalidInput, NotAllowed

if TYPE_CHECKING:
    from uuid import UUID

    from apps.clients.services.intake.filling import Filler


def save_contact(
    *, client_id: UUID, filler: Filler, step: str, expected_version: int | None = None, **fields: Any
) -> Client:
    """Change the client's own fields of a step; clients those of OWN_INTAKE_FIELDS.

    Raises what `update_client` does.
    """
    with transaction.atomic():
        if filler.way == Way.STAFF and filler.user is not None:
            client = update_client(client_id=client_id, by=filler.user, expected_version=expected_version, **fields)
        else:
            if not OWN_INTAKE_FIELDS.issuperset(fields):
                raise NotAllowed(_("Your trainer keeps this part of your record."))
            client = client_of(filler, client_id)
            client.check_version(expected_version)
            change_by_client(client, by=filler.user, **fields)
        note_step(client, step)
    return client


def finish_intake(*, client_id: UUID, filler: Filler) -> Intake:
    """Close the intake; a link is used up with it. Finishing again changes nothing.

    A client finishes once the health questions are answered and what is required is agreed to; the team may finish
    at any time. Raises InvalidInput by step, IllegalTransition for a used link, NotFound.
    """
    with transaction.atomic():
        client = client_of(filler, client_id)
        intake = Intake.objects.filter(client=client).first()
        if filler.way != Way.STAFF and (gaps := open_steps(client, intake)):
            raise InvalidInput(gaps)
        if filler.link is not None:
            link = IntakeLink.objects.select_for_update().get(pk=filler.link.pk)
            link.use()
            link.save()
        elif intake and intake.finished_at:
            return intake
        intake = note_step(client, "finish")
        intake.finish(way=filler.way)
        intake.save()
        publish(IntakeFinished(client_id=str(client.pk), way=filler.way), actor=filler.user, client_ids=[client.pk])
    return intake


def open_steps(client: Client, intake: Intake | None) -> dict[str, str]:
    """Return what a client still has to do, by step."""
    gaps: dict[str, str] = {}
    asked = [field.name for field in intake_fields().filter(is_required=True) if field.key not in client.custom]
    if asked:
        gaps["details"] = _("Please answer: %(names)s.") % {"names": ", ".join(asked)}
    if intake is None or "health" not in intake.steps:
        gaps["health"] = _("Please answer the health questions.")
    missing = [one.document.title for one in standing_of(client.pk) if one.document.is_required and one.is_missing]
    if missing:
        gaps["consents"] = _("Please agree to: %(titles)s.") % {"titles": ", ".join(missing)}
    return gaps
