"""The health questionnaire answered, what a doctor said, and asking again after a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.clients.intake_events import ClearanceDecided, ScreeningAnswered, ScreeningDue
from apps.clients.models import Clearance, Screening
from apps.clients.permissions import may_see_health
from apps.clients.questionnaire import CURRENT, NO, VERSIONS, YES, judge, missing, trimmed
from apps.clients.questionnaire.shape import LONGEST_TEXT, FollowUp
from apps.clients.services.finding import find_client
from apps.clients.services.intake.filling import client_of, note_step
from apps.clients.services.values.days import parse_iso
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import many_lines, one_line
from apps.common import due
from apps.common.errors import InvalidInput, NotAllowed, NotFound

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.questionnaire import Questionnaire
    from apps.clients.services.intake.filling import Filler

SCREENING_DUE = "clients.screening_due"
LONGEST_CLEARANCE_NOTE = 500


def answer_screening(
    *, client_id: UUID, filler: Filler, answers: Mapping[str, str], version: int = CURRENT.version
) -> Screening:
    """Keep answers to a version of the questionnaire; flags and clearance follow from them.

    A follow-up whose question is not “yes” is dropped. The same answers as the ones that count, and not due again,
    make nothing new. Raises InvalidInput by question, NotAllowed for who may not see health, NotFound, IllegalTransition.
    """
    filler.check_health()
    questionnaire = VERSIONS.get(version)
    if questionnaire is None:
        raise InvalidInput({"questionnaire": _("There is no such version of the questionnaire.")})
    kept = _checked(questionnaire, answers)
    with transaction.atomic():
        client = client_of(filler, client_id)
        latest = Screening.objects.filter(client=client).order_by("-id").first()
        note_step(client, "health")
        if latest and not latest.is_due and (latest.questionnaire, latest.answers) == (version, kept):
            return latest
        outcome = judge(questionnaire, kept)
        screening = Screening.objects.create(
            client=client,
            questionnaire=version,
            answers=kept,
            flags=list(outcome.flags),
            way=filler.way,
            by=filler.user,
            state=Clearance.NEEDED if outcome.needs_clearance else Clearance.CLEAR,
        )
        due.schedule(kind=SCREENING_DUE, key=str(client.pk), due_at=screening.due_at)
        event = ScreeningAnswered(client_id=str(client.pk), clearance=screening.state, way=filler.way)
        publish(event, actor=filler.user, client_ids=[client.pk])
    return screening


def decide_clearance(  # noqa: PLR0913 - a decision is told whole
    *,
    client_id: UUID,
    by: User,
    state: str,
    note: str = "",
    cleared_on: dt.date | str | None = None,
    cleared_until: dt.date | str | None = None,
    expected_version: int | None = None,
) -> Screening:
    """Write down what a doctor said, that the client declined to ask, or that a doctor is to be asked after all.

    Raises InvalidInput by field, StaleVersion, IllegalTransition, NotFound, NotAllowed for who may not see health.
    """
    if not may_see_health(by):
        raise NotAllowed(_("Health answers are for trainers and managers."))
    note, on, until = _decision(state, note, cleared_on, cleared_until)
    with transaction.atomic():
        client = find_client(client_id, by, lock=True)
        screening = Screening.objects.filter(client=client).order_by("-id").first()
        if screening is None:
            raise NotFound(_("Nobody has asked about this client’s health yet."))
        screening.check_version(expected_version)
        screening.decide(state, note=note, on=on, until=until)
        screening.decided_by = by
        screening.touch()
        screening.save()
        event = ClearanceDecided(client_id=str(client.pk), clearance=screening.state)
        publish(event, actor=by, client_ids=[client.pk])
    return screening


def ask_again(*, client_id: UUID) -> None:
    """Say once that a client's answers are a year old. Safe to run any number of times; for archived clients nothing is said."""
    with transaction.atomic():
        screening = (
            Screening.objects.select_for_update(of=("self",))
            .filter(client=client_id, client__archived_at=None)
            .order_by("-id")
            .first()
        )
        if screening and screening.due_at > timezone.now():
            due.schedule(kind=SCREENING_DUE, key=str(client_id), due_at=screening.due_at)
            return
        if screening and screening.asked_again_at is None:
            screening.asked_again_at = timezone.now()
            screening.save(update_fields=["asked_again_at", "updated_at"])
            publish(ScreeningDue(client_id=str(client_id)), actor=None, client_ids=[client_id])
        due.cancel(kind=SCREENING_DUE, keys=[str(client_id)])


def _checked(questionnaire: Questionnaire, answers: Mapping[str, str]) -> dict[str, str]:
    problems: dict[str, str] = {}
    clean: dict[str, str] = {}
    for key, answer in answers.items():
        item = questionnaire.by_key.get(key)
        if item is None:
            problems[key] = _("This questionnaire has no such question.")
        elif isinstance(item, FollowUp) and item.kind == "text":
            try:
                clean[key] = many_lines(answer, longest=LONGEST_TEXT)
            except Refused as refusal:
                problems[key] = refusal.reason
        elif answer in {YES, NO}:
            clean[key] = answer
        elif answer:
            problems[key] = _("Answer yes or no.")
    kept = trimmed(questionnaire, clean)
    problems |= {key: _("Answer yes or no.") for key in missing(questionnaire, kept) if key not in problems}
    if problems:
        raise InvalidInput(problems)
    return kept


def _decision(
    state: str, note: str, cleared_on: dt.date | str | None, cleared_until: dt.date | str | None
) -> tuple[str, dt.date | None, dt.date | None]:
    problems: dict[str, str] = {}
    if state not in {Clearance.NEEDED, Clearance.CLEARED, Clearance.DECLINED}:
        problems["state"] = _("Choose what was decided.")
    on, until = _day(cleared_on, "cleared_on", problems), _day(cleared_until, "cleared_until", problems)
    try:
        note = one_line(note, longest=LONGEST_CLEARANCE_NOTE)
    except Refused as refusal:
        problems["note"] = refusal.reason
    if state in {Clearance.CLEARED, Clearance.DECLINED} and not note:
        problems["note"] = _("Say who decided, and what they said.")
    if state == Clearance.CLEARED:
        problems = _day_problems(on, until) | problems
    if problems:
        raise InvalidInput(problems)
    return note, on, until


def _day_problems(on: dt.date | None, until: dt.date | None) -> dict[str, str]:
    if on is None:
        return {"cleared_on": _("Say when the doctor cleared them.")}
    if on > timezone.localdate():
        return {"cleared_on": _("%(date)s is in the future.") % {"date": on.isoformat()}}
    if until is not None and until <= on:
        return {"cleared_until": _("The clearance must end after it begins.")}
    return {}


def _day(value: dt.date | str | None, name: str, problems: dict[str, str]) -> dt.date | None:
    try:
        return parse_iso(value)
    except Refused as refusal:
        problems[name] = refusal.reason
        return None
