"""The owner's rule that everybody of the team signs in with a second step, from a day on.

Each person's own row knows by when they need one (`second_step_due_at`), so that no request asks for the rule.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.events import SecondStepAsked, SecondStepRuled
from apps.accounts.models import TeamRules, User
from apps.accounts.permissions import Permission
from apps.accounts.roles import TEAM
from apps.accounts.selectors import has_second_factor, without_second_factor
from apps.activity.services import publish
from apps.common.business import current, current_or_none
from apps.common.errors import Conflict, InvalidInput, NotAllowed

if TYPE_CHECKING:
    from datetime import date

LONGEST_GRACE = timedelta(days=90)


def require_second_step(*, starts_on: date, by: User) -> TeamRules:
    """Ask everybody of the team for a second step from a day on, as it begins in the business; today is at once.

    Who has none is told by mail. Saying the same again changes nothing. Raises NotAllowed; InvalidInput on `starts_on`;
    Conflict with the code `second_step_first` for who has none, so that nobody locks themselves out.
    """
    _check(by)
    if not has_second_factor(by):
        raise Conflict(_("Set up two-step sign-in for yourself first."), code="second_step_first")
    at = _beginning(starts_on)
    with transaction.atomic():
        rules = _locked()
        is_on = rules.second_step_from is not None and rules.second_step_from <= timezone.now()
        if rules.second_step_from == at or (is_on and at <= timezone.now()):
            return rules
        rules.ask_second_step(at)
        rules.save()
        publish(SecondStepRuled(starts_at=at.isoformat()), actor=by)
        for member in apply_rules():
            publish(SecondStepAsked(user_id=str(member.pk), starts_at=at.isoformat()), actor=by)
    return rules


def stop_requiring_second_step(*, by: User) -> TeamRules:
    """Leave it to everybody again; what they set up stays. Raises NotAllowed."""
    _check(by)
    with transaction.atomic():
        rules = _locked()
        if rules.second_step_from:
            rules.ask_nothing()
            rules.save()
            publish(SecondStepRuled(starts_at=""), actor=by)
            apply_rules()
    return rules


def apply_rules() -> list[User]:
    """Write by when each of the team needs a second step, and return for whom that is new.

    Called where somebody joins the team, gets a second step or loses one. Outside a business there are no rules.
    """
    if current_or_none() is None:
        return []
    with transaction.atomic():
        due_at = _locked().second_step_from
        team = User.objects.filter(role__in=TEAM)
        asked = without_second_factor(team) if due_at else team.none()
        team.exclude(pk__in=asked.values("pk")).exclude(second_step_due_at=None).update(second_step_due_at=None)
        late = list(asked.exclude(second_step_due_at=due_at).order_by("pk"))
        User.objects.filter(pk__in=[member.pk for member in late]).update(second_step_due_at=due_at)
    return late


def _check(by: User) -> None:
    if not by.may(Permission.TEAM_SECURITY):
        raise NotAllowed(_("Only an owner decides this."))


def _beginning(day: date) -> datetime:
    zone = current().zone
    today = timezone.localdate(timezone=zone)
    if day < today:
        raise InvalidInput({"starts_on": _("This day is over. Choose today or a later one.")})
    if day > today + LONGEST_GRACE:
        last = date_format(today + LONGEST_GRACE, "DATE_FORMAT")
        raise InvalidInput({"starts_on": _("At most 90 days ahead: until %(day)s.") % {"day": last}})
    return datetime.combine(day, time(0), zone).astimezone(UTC)


def _locked() -> TeamRules:
    TeamRules.objects.get_or_create(pk=TeamRules.ONE)
    return TeamRules.objects.select_for_update().get(pk=TeamRules.ONE)
