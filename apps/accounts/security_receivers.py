"""Letters about changes to how somebody signs in: what, when, from where, and what to do if it was not them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts import events
from apps.accounts.languages import reading
from apps.accounts.models import User
from apps.accounts.receivers import post
from apps.accounts.roles import Role
from apps.accounts.zones import zone_named
from apps.activity.bus import receives
from apps.common.business import current
from apps.common.letters import Letter
from apps.common.links import absolute

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from apps.activity.models import Activity


@receives(events.PasswordChanged)
def mail_password_changed(event: events.PasswordChanged, activity: Activity) -> None:
    signed_out = gettext_lazy("Every other browser and app was signed out.")
    _tell(event, activity, gettext_lazy("Your password for %(business)s was changed"), signed_out)


@receives(events.SecondFactorAdded)
def mail_second_factor_added(event: events.SecondFactorAdded, activity: Activity) -> None:
    _tell(event, activity, gettext_lazy("Two-step sign-in for %(business)s"))


@receives(events.SecondFactorRemoved)
def mail_second_factor_removed(event: events.SecondFactorRemoved, activity: Activity) -> None:
    _tell(event, activity, gettext_lazy("Two-step sign-in for %(business)s was changed"))


@receives(events.RecoveryCodesRenewed)
def mail_recovery_codes_renewed(event: events.RecoveryCodesRenewed, activity: Activity) -> None:
    over = gettext_lazy("The earlier ones no longer work.")
    _tell(event, activity, gettext_lazy("New recovery codes for %(business)s"), over)


@receives(events.RecoveryCodeUsed)
def mail_recovery_code_used(event: events.RecoveryCodeUsed, activity: Activity) -> None:
    _tell(event, activity, gettext_lazy("A recovery code for %(business)s was used"), lazy(_left, str)(event.left))


@receives(events.SecondStepAsked)
def mail_second_step_asked(event: events.SecondStepAsked, activity: Activity) -> None:
    """Say by when it has to be there, unless that is not so any more."""
    at = dt.datetime.fromisoformat(event.starts_at)
    user = User.objects.filter(pk=event.user_id, is_active=True, second_step_due_at=at).first()
    if user is None:
        return
    with reading(user):
        words = {"business": current().name, "day": date_format(at.astimezone(current().zone), "DATE_FORMAT")}
        letter = Letter(
            subject=_("%(business)s asks you for two-step sign-in") % words,
            heading=_("Set up two-step sign-in"),
            paragraphs=[
                _("From %(day)s on, everybody of the team of %(business)s signs in with more than a password.") % words,
                _(
                    "It takes two minutes with your phone. Without it, pages and apps are closed to you from that day on."
                ),
            ],
            action=_("Set it up"),
            url=absolute(reverse("mfa_index")),
        )
        post(letter, to=user.email, name=user.full_name)


def _left(count: int) -> str:
    if not count:
        return _("None is left: make new ones now, or the next lost phone locks you out.")
    return ngettext("%(count)d code is left.", "%(count)d codes are left.", count) % {"count": count}


def _tell(event: events.Guarded, activity: Activity, subject: Promise, *more: Promise | str) -> None:
    """Tell the person in their language, unless their account was switched off meanwhile."""
    user = User.objects.filter(pk=event.user_id, is_active=True).first()
    if user is None:
        return
    with reading(user):
        letter = Letter(
            subject=str(subject) % {"business": current().name},
            heading=event.sentence(),
            paragraphs=[_when_and_where(event, activity, user), *map(str, more), _if_not_you(user)],
            action=_("It was not me"),
            url=absolute(reverse("account_reset_password")),
            note=_("If it was you, there is nothing to do. How you sign in: %(url)s")
            % {"url": absolute(reverse("mfa_index"))},
        )
        post(letter, to=user.email, name=user.full_name)


def _when_and_where(event: events.Guarded, activity: Activity, user: User) -> str:
    at = timezone.localtime(activity.at, zone_named(user.time_zone or current().time_zone))
    words = {
        "when": f"{date_format(at, 'DATETIME_FORMAT')} ({at.tzname()})",
        "who": activity.actor_name,
        "device": event.device,
        "network": event.address,
    }
    if activity.actor_id and str(activity.actor_id) != event.user_id:
        return _("%(who)s did this in your account on %(when)s.") % words
    if not event.device:
        return _("This was done in your account on %(when)s.") % words
    if not event.address:
        return _("This was done in your account on %(when)s, with %(device)s.") % words
    return _("This was done in your account on %(when)s, with %(device)s in the network %(network)s.") % words


def _if_not_you(user: User) -> str:
    if user.role == Role.OWNER:
        return _("If it was not you, choose a new password now, and see where you are signed in.")
    return _("If it was not you, choose a new password now and tell the owner of the business.")
