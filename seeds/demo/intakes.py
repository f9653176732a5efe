"""Intakes of the demo: what clients agreed to, what they said of their health, what they want to reach."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.activity.services.history import Past, record_past
from apps.clients.intake_events import ConsentGiven, ScreeningAnswered
from apps.clients.models import Consent, ConsentVersion, Goal, Intake, Screening, Way
from apps.clients.questionnaire import CURRENT, NO, YES, judge, missing
from apps.clients.services.intake import add_document, decide_clearance
from apps.clients.services.intake.screening import SCREENING_DUE, ask_again
from apps.common import due

if TYPE_CHECKING:
    from datetime import datetime

    from apps.accounts.models import User
    from apps.clients.models import Client

SEED = 20260103
DOCUMENTS = (
    (
        "agreement",
        "Training agreement",
        (
            "I train at my own pace and stop when something feels wrong.\n\n"
            "I tell my trainer when my health or medication changes.\n\n"
            "I cancel a session at least 24 hours before it begins; later cancellations count as used."
        ),
        True,
    ),
    (
        "privacy",
        "Privacy",
        (
            "We keep your contact details, your health answers and your training so that we can coach you safely.\n\n"
            "Trainers and managers see your health answers; the front desk sees only whether you may train.\n\n"
            "You can ask for a copy, and for everything to be erased, at any time."
        ),
        True,
    ),
    ("photos", "Photos", "You may show photos and videos of my training on your page and at the studio.", False),
    ("marketing", "News", "Send me news about classes and offers by e-mail, not more than twice a month.", False),
)
YES_OF = {
    "Kemal": ("joints", {"joints_words": "Disc L4/L5 in 2021"}),
    "Freya": ("joints", {"joints_words": "ACL repair, running in straight lines is fine"}),
    "Priya": ("joints", {"joints_words": "Left shoulder, overhead"}),
    "George": ("heart", {"heart_pressure": YES, "heart_words": "Beta blockers since 2019"}),
    "Leila": ("pregnancy", {}),
    "Ruth": ("medication", {"medication_words": "For bone density", "medication_pulse": NO}),
    "Noor": ("condition", {"condition_words": "Type 2 diabetes", "condition_exertion": YES}),
    "Finn": ("joints", {"joints_words": "Knee surgery in the spring", "joints_recent": YES}),
}
CLEARED = {"George": "Letter of Dr Wells: up to moderate effort, pressure checked monthly."}
GOALS = {
    "Marcus": (("strength", "Deadlift", 180_000, "kg"), ("weight", "Body weight", 84_000, "kg")),
    "Ines": (("strength", "Strict pull-ups", 5, "reps"), ("habit", "Train", 3, "week")),
    "Yuki": (("endurance", "Long run", 32_000, "km"),),
    "Daniel": (("weight", "Body weight", 88_000, "kg"), ("habit", "Walk", 5, "week")),
    "Mia": (("endurance", "10 km", 3_300, "min"),),
    "Callum": (("strength", "Bench press", 140_000, "kg"),),
}
LEFT_OUT_EVERY, PAST_YEAR = 7, timedelta(days=364)


def add_intakes(*, clients: list[Client], by: User) -> None:
    """Give most clients an intake from their first days; some answers are a year old and due again."""
    dice = random.Random(SEED)  # noqa: S311 - believable, not secret
    versions = [_document(by, *row) for row in DOCUMENTS]
    for number, client in enumerate(clients):
        if number % LEFT_OUT_EVERY == LEFT_OUT_EVERY - 1:
            continue
        at = client.created_at + timedelta(hours=dice.randrange(2, 60))
        _screen(client, at, by)
        for version in versions[: dice.choice((2, 3, 4))]:
            _agree(client, version, at)
        _begin(client, at, dice)
    _set_goals(clients)


def _document(by: User, kind: str, title: str, text: str, is_required: bool) -> ConsentVersion:  # noqa: FBT001 - a row of the table above
    document = add_document(by=by, kind=kind, title=title, text=text, is_required=is_required)
    return ConsentVersion.objects.get(document=document)


def _screen(client: Client, at: datetime, by: User) -> None:
    key, more = YES_OF.get(client.first_name, ("", {}))
    answers = {question.key: YES if question.key == key else NO for question in CURRENT.questions} | more
    answers |= dict.fromkeys(missing(CURRENT, answers), NO)
    outcome = judge(CURRENT, answers)
    screening = Screening.objects.create(
        client=client,
        questionnaire=CURRENT.version,
        answers=answers,
        flags=list(outcome.flags),
        way=Way.LINK,
        answered_at=at,
        state="needed" if outcome.needs_clearance else "clear",
    )
    event = ScreeningAnswered(client_id=str(client.pk), clearance=screening.state, way=Way.LINK)
    record_past([Past(event, at=at, actor=None, client_ids=[client.pk])])
    due.schedule(kind=SCREENING_DUE, key=str(client.pk), due_at=screening.due_at)
    if note := CLEARED.get(client.first_name):
        day = timezone.localdate() - timedelta(days=40)
        decide_clearance(
            client_id=client.pk, by=by, state="cleared", note=note, cleared_on=day, cleared_until=day + PAST_YEAR
        )
    if screening.is_due:
        ask_again(client_id=client.pk)


def _agree(client: Client, version: ConsentVersion, at: datetime) -> None:
    consent = Consent.objects.create(
        client=client, version=version, signed_name=client.full_name, way=Way.LINK, given_at=at
    )
    event = ConsentGiven(
        client_id=str(client.pk),
        consent_id=str(consent.pk),
        title=version.document.title,
        number=version.number,
        way=Way.LINK,
    )
    record_past([Past(event, at=at, actor=None, client_ids=[client.pk])])


def _begin(client: Client, at: datetime, dice: random.Random) -> None:
    measures = {"weight": dice.randrange(560, 1_020) * 100, "height": dice.randrange(1_580, 1_930)}
    if dice.random() < 0.5:  # noqa: PLR2004 - half of them
        measures |= {"body_fat": dice.randrange(140, 330), "waist": dice.randrange(680, 1_050)}
    moment = at.isoformat(timespec="seconds")
    Intake.objects.create(
        client=client,
        steps=dict.fromkeys(("details", "contact", "health", "measures", "consents", "finish"), moment),
        measures=measures,
        measured_on=timezone.localtime(at).date(),
        finished_at=at,
        finished_way=Way.LINK,
    )


def _set_goals(clients: list[Client]) -> None:
    by_name = {client.first_name: client for client in clients}
    Goal.objects.bulk_create(
        Goal(client=by_name[name], kind=kind, text=text, target=target, unit=unit)
        for name, goals in GOALS.items()
        if name in by_name
        for kind, text, target, unit in goals
    )
