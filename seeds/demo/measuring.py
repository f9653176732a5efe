"""A year of believable measurements: somebody weighs in every week or so, the tape comes out once a month."""

from __future__ import annotations

import datetime as dt
import math
import random
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.activity.services.history import Past, record_past
from apps.clients.models import Goal, Intake
from apps.common.business import current
from apps.progress.events import MeasurementsRecorded
from apps.progress.metrics import METRICS, PRESSURE
from apps.progress.models import Measurement, Source

if TYPE_CHECKING:
    from apps.clients.models import Client

SEED = 20260105
TAPE_EVERY, OWN_EVERY, SKIPS = 4, 3, 0.12
LOST = {"weight": 0.055, "body_fat": 0.13, "waist": 0.06, "hips": 0.025, "resting_heart_rate": 0.12}
"""What becomes less in a year of training, as a share."""
NOISE = {"weight": 0.006, "resting_heart_rate": 0.03}
USUAL = {"hips": 1_000, "resting_heart_rate": 66}
MEASURED_EVERY = 3
UPPER_FROM, UPPER_TO, CALMER = 114, 142, 0.06
"""Upper blood pressure at the start, and the share it loses in a year."""
NOTES = ("After breakfast", "Other scale", "Travel week")


def add_measurements(clients: list[Client]) -> None:
    """Measure every third client and those with a log-in, from their intake to this week, in a few statements."""
    dice, cuff = random.Random(SEED), random.Random(SEED + 1)  # noqa: S311 - believable, not secret
    starts = {
        intake.client_id: intake
        for intake in Intake.objects.filter(client__in=clients).select_related("client__user", "client__trainer")
    }
    goals = {goal.client_id: goal.target for goal in Goal.objects.filter(kind="weight", unit="kg")}
    rows: list[Measurement] = []
    told: list[Past] = []
    for number, client in enumerate(clients):
        start = starts.get(client.pk)
        if start is None or start.measured_on is None or (number % MEASURED_EVERY and not client.user_id):
            continue
        for week, day in enumerate(_weeks(start.measured_on, dice)):
            metrics = list(LOST) if week % TAPE_EVERY == TAPE_EVERY - 1 else ["weight"]
            made = [_row(start, name, day, goals.get(client.pk), dice) for name in metrics]
            own = client.user_id is not None and len(metrics) == 1 and week % OWN_EVERY == 0
            _sign(made, client, dice, own=own)
            if len(metrics) > 1:
                taken = [_pressure(start, day, cuff)]
                _sign(taken, client, cuff, own=False)
                made += taken
            rows += made
            told.append(_told(made))
    Measurement.objects.bulk_create(rows, batch_size=1_000)
    record_past(told)


def _weeks(since: dt.date, dice: random.Random) -> list[dt.date]:
    """Return a day of most weeks since then, not the first; none that is not over."""
    today = timezone.localdate()
    days = [since + dt.timedelta(days=7 * week + dice.randrange(3)) for week in range(1, (today - since).days // 7 + 1)]
    return [day for day in days if day < today and dice.random() > SKIPS]


def _row(start: Intake, metric: str, day: dt.date, goal: int | None, dice: random.Random) -> Measurement:
    first = start.measures.get(metric) or USUAL.get(metric) or round((METRICS[metric].least + METRICS[metric].most) / 4)
    lost = LOST[metric]
    if metric == "weight" and goal:
        lost = (first - goal) / first * 0.9
    years = (day - (start.measured_on or day)).days / 365
    trend = first * (1 - lost * (1 - math.exp(-2.2 * years)))
    noise = dice.gauss(0, NOISE.get(metric, 0.008))
    grain = 100 if metric == "weight" else 5 if METRICS[metric].dimension == "length" else 1
    return Measurement(
        client=start.client, metric=metric, taken_on=day, value=round(trend * (1 + noise) / grain) * grain
    )


def _pressure(start: Intake, day: dt.date, cuff: random.Random) -> Measurement:
    """Return a blood pressure that calms a little over a year; where it began is each client's own."""
    first = UPPER_FROM + start.client_id.int % (UPPER_TO - UPPER_FROM)
    years = (day - (start.measured_on or day)).days / 365
    upper = round(first * (1 - CALMER * (1 - math.exp(-2.2 * years))) + cuff.gauss(0, 3))
    lower = round(upper * 0.64 + cuff.gauss(0, 2))
    return Measurement(client=start.client, metric=PRESSURE, taken_on=day, value=upper, diastolic=lower)


def _sign(made: list[Measurement], client: Client, dice: random.Random, *, own: bool) -> None:
    at = dt.datetime.combine(made[0].taken_on, dt.time(8, 15), current().zone)
    for one in made:
        one.source = Source.CLIENT if own else Source.STAFF
        one.by_id = client.user_id if own else client.trainer_id
        one.note = dice.choice(NOTES) if dice.random() < 0.04 else ""  # noqa: PLR2004 - now and then
        one.created_at = one.updated_at = at


def _told(made: list[Measurement]) -> Past:
    event = MeasurementsRecorded(
        client_id=str(made[0].client_id),
        metrics=[one.metric for one in made],
        taken_on=made[0].taken_on.isoformat(),
        source=made[0].source,
    )
    client = made[0].client
    actor = client.user if made[0].source == Source.CLIENT else client.trainer
    return Past(event, at=made[0].created_at, actor=actor, client_ids=[client.pk])
