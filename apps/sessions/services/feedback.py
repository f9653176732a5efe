"""How a session was for a client: said by the client, by a guardian, or by a trainer on their behalf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from apps.clients.permissions import may_see_health
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import many_lines, one_line
from apps.common.errors import Conflict, IllegalTransition, InvalidInput, NotFound
from apps.sessions.hour_events import SessionFeedbackGiven
from apps.sessions.models import SessionClient, SessionFeedback
from apps.sessions.models.feedback import LONGEST_PLACE, LONGEST_WORDS
from apps.sessions.models.states import State
from apps.sessions.services.announcing import announce
from apps.sessions.services.locking import hold_clients
from apps.sessions.services.log.numbers import rpe

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from uuid import UUID

    from apps.accounts.models import User

BEST, WORST_PAIN = 5, 10
HELD = (State.IN_PROGRESS, State.COMPLETED)


class FeedbackFields(TypedDict, total=False):
    """What can be said: a rating from 1 to 5, an effort from 1 to 10 in half steps, pain from 1 to 10 and where, words."""

    rating: int | None
    effort: Decimal | None
    has_pain: bool | None
    pain_where: str
    pain_level: int | None
    words: str


def give_feedback(
    *, session_id: UUID, client_id: UUID, by: User | None, version: int | None = None, **fields: Unpack[FeedbackFields]
) -> SessionFeedback:
    """Say how a session was; said again, what is given replaces what was said. Publishes `session.feedback_given` without pain and words.

    `by` None is the client behind the link in their mail, who speaks once.
    Once the client has spoken, the team no longer does it for them. The caller has checked that `by` may see the place.
    Raises InvalidInput by field, NotFound, StaleVersion, Conflict, IllegalTransition before the session was held.
    """
    values = _checked(dict(fields))
    with transaction.atomic():
        hold_clients([client_id])
        place = SessionClient.objects.select_related("session").filter(session=session_id, client=client_id).first()
        if place is None:
            raise NotFound
        if place.session.state not in HELD:
            raise IllegalTransition(_("There is nothing to say of a session that was not held."))
        known = SessionFeedback.objects.filter(session=session_id, client=client_id).first()
        feedback = known or SessionFeedback(session=place.session, client_id=client_id)
        if by and by.is_team and feedback.is_own:
            raise Conflict(_("The client said it themselves; it stays as they said it."))
        if known and all(getattr(known, name) == value for name, value in values.items()):
            return known
        if by is None and feedback.is_own:
            raise Conflict(_("You have said how it was. Thank you."))
        if known:
            feedback.check_version(version)
            feedback.touch()
        _say(feedback, values, by)
        feedback.save(force_insert=known is None)
        facts = {"rating": feedback.rating, "is_own": feedback.is_own}
        announce(SessionFeedbackGiven, place.session, by=by, client_ids=[client_id], **facts)
    return feedback


def _say(feedback: SessionFeedback, values: dict[str, Any], by: User | None) -> None:
    if by and by.is_team and not may_see_health(by):
        values = {name: value for name, value in values.items() if "pain" not in name}
    for name, value in values.items():
        setattr(feedback, name, value)
    if not feedback.has_pain:
        feedback.pain_where, feedback.pain_level = "", None
    if all(value in {None, ""} for value in (feedback.rating, feedback.effort, feedback.has_pain, feedback.words)):
        raise InvalidInput({"rating": _("Say something first.")})
    feedback.by, feedback.is_own = by, not (by and by.is_team)


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    checks: dict[str, Callable[[Any], Any]] = {
        "rating": lambda value: _from_one(value, BEST),
        "effort": rpe,
        "has_pain": lambda value: value,
        "pain_where": lambda value: one_line(value, longest=LONGEST_PLACE),
        "pain_level": lambda value: _from_one(value, WORST_PAIN),
        "words": lambda value: many_lines(value, longest=LONGEST_WORDS),
    }
    values, problems = {}, {}
    for name, value in given.items():
        try:
            values[name] = checks[name](value)
        except Refused as refusal:
            problems[name] = refusal.reason
    if problems:
        raise InvalidInput(problems)
    return values


def _from_one(value: int | None, most: int) -> int | None:
    if value is not None and not 1 <= value <= most:
        raise Refused(_("From 1 to %(most)d, please.") % {"most": most})
    return value
