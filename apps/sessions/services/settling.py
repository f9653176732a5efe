"""What becomes of the credits of a session's places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.common.errors import IllegalTransition, InvalidInput, NotAllowed
from apps.sessions.events import SessionCreditDecided
from apps.sessions.models.rules import Settlement as Choice
from apps.sessions.models.states import OPEN, Attendance, Credit, State
from apps.sessions.policies import Settlement, run_settlements
from apps.sessions.selectors import booking_rules
from apps.sessions.services.announcing import announce
from apps.sessions.services.locking import locked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from apps.accounts.models import User
    from apps.sessions.models import TrainingSession

LONGEST_REASON = 300


def settle(session: TrainingSession, client_ids: Iterable[UUID], credit: Credit, *, by: User | None) -> list[UUID]:
    """Write what became of the credits of these clients' places and tell the hooks; return whose changed."""
    places = session.places.filter(client_id__in=client_ids).exclude(credit=credit)
    before = dict(places.order_by("client_id").values_list("client_id", "credit"))
    if before:
        session.places.filter(client_id__in=before).update(credit=credit)
        settled = Settlement(session=session, client_ids=list(before), credit=credit, before=before, by=by)
        run_settlements(settled)
    return list(before)


def settle_all(session: TrainingSession, client_ids: Iterable[UUID], credit: Credit, *, by: User | None) -> None:
    """Settle a whole session. Of one that was held, who did not come is settled by the rules."""
    ids = set(client_ids)
    if credit == Credit.ATTENDED:
        missed = set(session.places.filter(attendance=Attendance.NO_SHOW).values_list("client_id", flat=True)) & ids
        if missed:
            settle(session, missed, booking_rules().credit_of_no_show, by=by)
        ids -= missed
    settle(session, ids, credit, by=by)


def reserve(session: TrainingSession, client_ids: Iterable[UUID], *, by: User | None) -> None:
    """Tell the hooks that places were booked; the places were written as reserved just now."""
    ids = list(client_ids)
    if ids:
        run_settlements(
            Settlement(session=session, client_ids=ids, credit=Credit.BOOKED, before=dict.fromkeys(ids, ""), by=by)
        )


def decide_credit(  # noqa: PLR0913 - a decision has these parts
    *, session_id: UUID, by: User, choice: str, reason: str, client_id: UUID | None = None, version: int | None = None
) -> TrainingSession:
    """Spend the credit of a missed or cancelled session after all, or give it back: against the rules, for a reason.

    Of one client, or of everybody whose place was settled without training. Publishes `session.credit_decided`; what is
    so already changes nothing. Raises NotAllowed, InvalidInput, IllegalTransition, StaleVersion.
    """
    if not by.may(Permission.SESSIONS_SETTLE):
        raise NotAllowed(_("This is for the owner and managers."))
    reason = reason.strip()
    _check(choice, reason)
    credit = Credit.FORFEITED if choice == Choice.SPEND else Credit.RETURNED
    with transaction.atomic():
        session, _client_ids = locked(session_id)
        places = session.places.filter(credit__in=[Credit.FORFEITED, Credit.RETURNED])
        chosen = list(places.order_by("client_id").values_list("client_id", flat=True))
        chosen = [pk for pk in chosen if client_id in {None, pk}]
        if not chosen:
            raise IllegalTransition(_("Only the credit of who did not train can be decided."))
        session.check_version(version)
        if changed := settle(session, chosen, credit, by=by):
            session.touch()
            session.save()
            announce(SessionCreditDecided, session, by=by, client_ids=changed, credit=credit, reason=reason)
    return session


def credit_words(session: TrainingSession) -> str:
    """Return what became of the credits of a session that nobody trained in; empty where places differ."""
    found = {place.credit for place in session.places.all()}
    if session.state in OPEN or session.state == State.COMPLETED or len(found) != 1:
        return ""
    credit = found.pop()
    return str(Credit(credit).label) if credit else ""


def _check(choice: str, reason: str) -> None:
    errors: dict[str, str] = {}
    if choice not in Choice.values:
        errors["credit"] = _("Choose one of these.")
    if not reason:
        errors["reason"] = _("Say why.")
    elif len(reason) > LONGEST_REASON:
        errors["reason"] = _("At most %(count)d characters.") % {"count": LONGEST_REASON}
    if errors:
        raise InvalidInput(errors)
