"""What the clients' own room knows to filter by."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.permissions import Permission
from apps.accounts.roles import Role
from apps.clients.models.client import NEVER
from apps.clients.selectors import trained_by, trainers
from apps.clients.selectors.attention import CLEARANCE, DUE, WAITING, due_again, needing_clearance, waiting_intakes
from apps.clients.selectors.filters import (
    Filter,
    choice,
    day,
    days,
    months,
    read_id,
    register_filter,
    text,
    yes_no,
)
from apps.clients.tags import live_tags, with_tags

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from apps.clients.models import Client

NOBODY = "none"
MOST_TAGS = 10


def _trainer(clients: QuerySet[Client], value: str, _now: datetime) -> QuerySet[Client]:
    return clients.filter(trainer=None) if value == NOBODY else trained_by(clients, UUID(value))


def _trainer_choices() -> list[tuple[str, str]]:
    return [*((str(one.pk), one.full_name) for one in trainers()), (NOBODY, _("Nobody yet"))]


def _seen_within(clients: QuerySet[Client], value: int, now: datetime) -> QuerySet[Client]:
    return clients.filter(last_session_at__gte=now - timedelta(days=value))


def _unseen_for(clients: QuerySet[Client], value: int, now: datetime) -> QuerySet[Client]:
    return clients.filter(last_session_at__lt=now - timedelta(days=value))


def _added_within(clients: QuerySet[Client], value: int, now: datetime) -> QuerySet[Client]:
    return clients.filter(member_since__gt=timezone.localdate(now) - timedelta(days=value))


def _came(clients: QuerySet[Client], value: str, _now: datetime) -> QuerySet[Client]:
    return clients.filter(last_session_at=NEVER) if value == "never" else clients.exclude(last_session_at=NEVER)


def _has(field: str) -> Any:
    return lambda clients, has_it: clients.filter(**{f"{field}__isnull": not has_it})


def _read_tags(value: str) -> str:
    ids = value.split(",")
    if len(ids) > MOST_TAGS:
        raise ValueError(value)
    return ",".join(read_id(one) for one in ids)


def _tags(clients: QuerySet[Client], value: str, _now: datetime) -> QuerySet[Client]:
    return with_tags(clients, [UUID(one) for one in value.split(",")])


def _tag_choices() -> list[tuple[str, str]]:
    return [(str(tag.pk), tag.name) for tag in live_tags()]


def _goal(clients: QuerySet[Client], value: str, _now: datetime) -> QuerySet[Client]:
    return clients.filter(goal__holds_text=value)


def _matching(lookup: str) -> Any:
    return lambda clients, value, _now: clients.filter(**{lookup: value})


def _health(clients: QuerySet[Client], value: str, _now: datetime) -> QuerySet[Client]:
    return needing_clearance(clients) if value == CLEARANCE else due_again(clients)


for one in (
    Filter(
        name="trainer",
        label=gettext_lazy("Trainer"),
        control="choice",
        read=lambda value: value if value == NOBODY else read_id(value),
        narrow=_trainer,
        choices=_trainer_choices,
        order=10,
        is_for=lambda user: user.role != Role.TRAINER,
    ),
    Filter(
        name="tag",
        label=gettext_lazy("Tag"),
        control="choice",
        read=_read_tags,
        narrow=_tags,
        choices=_tag_choices,
        order=11,
    ),
    days("seen_within", gettext_lazy("Last session within"), _seen_within, 20),
    days("unseen_for", gettext_lazy("No session for"), _unseen_for, 21),
    choice(
        "came",
        gettext_lazy("Has trained"),
        lambda: [("ever", _("At least once")), ("never", _("Never"))],
        _came,
        22,
    ),
    text("goal", gettext_lazy("Goal contains"), _goal, 30),
    days("added_within", gettext_lazy("Client since, within"), _added_within, 39),
    day("added_from", gettext_lazy("Client since, from"), _matching("member_since__gte"), 40),
    day("added_to", gettext_lazy("Client since, until"), _matching("member_since__lte"), 41),
    yes_no("log_in", gettext_lazy("Has a log-in"), _has("user"), 50),
    yes_no("has_email", gettext_lazy("Has an e-mail"), _has("email"), 51),
    yes_no("has_phone", gettext_lazy("Has a phone"), _has("phone"), 52),
    replace(
        choice(
            "health",
            gettext_lazy("Health"),
            lambda: [(CLEARANCE, _("Needs a doctor’s clearance")), (DUE, _("Questions are due"))],
            _health,
            70,
        ),
        is_for=lambda user: user.may(Permission.HEALTH_VIEW),
    ),
    choice(
        "intake",
        gettext_lazy("Intake"),
        lambda: [(WAITING, _("Has not come for a week"))],
        lambda clients, _value, now: waiting_intakes(clients, now),
        71,
    ),
    choice("birthday", gettext_lazy("Birthday in"), months, _matching("date_of_birth__month"), 60),
):
    register_filter(one)
