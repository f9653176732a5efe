"""Letters about another address for a log-in: to the new one, and to the old one that may take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts import events
from apps.accounts.languages import reading
from apps.accounts.receivers import post
from apps.accounts.services.email_changes import confirming_link, email_change, is_somebodys, taking_back_link
from apps.activity.bus import receives
from apps.common.business import current
from apps.common.letters import Letter
from apps.common.links import absolute

if TYPE_CHECKING:
    from apps.accounts.models import EmailChange
    from apps.activity.models import Activity


@receives(events.EmailChangeAsked)
def mail_new_address(event: events.EmailChangeAsked, activity: Activity) -> None:
    """Send the link; who signs in with the address already is told that nothing changes."""
    change = email_change(event.change_id)
    if change is None or not change.is_waiting:
        return
    if is_somebodys(change):  # whose it is may read another language: no word of this person goes there
        with reading(None):
            post(_signs_in_already(), to=change.new, name="")
        return
    with reading(change.user):
        post(_confirm(change), to=change.new, name=change.user.full_name)


@receives(events.EmailChangeAsked)
def mail_old_address(event: events.EmailChangeAsked, activity: Activity) -> None:
    """Say that somebody asked, with a way to end it."""
    change = email_change(event.change_id)
    if change is not None and change.may_be_taken_back:
        with reading(change.user):
            heading = _("Somebody asks for another e-mail to sign in with")
            what = _("%(new)s is to be how you sign in to %(business)s. Nothing has changed yet.")
            post(_to_old(change, heading, what), to=change.old, name=change.user.full_name)


@receives(events.EmailChanged)
def mail_email_changed(event: events.EmailChanged, activity: Activity) -> None:
    """Say that it is done, with a way to take it back."""
    change = email_change(event.change_id)
    if change is not None and change.may_be_taken_back:
        with reading(change.user):
            heading = _("You sign in with another e-mail now")
            what = _("%(new)s is how you sign in to %(business)s from now on. This address is not any more.")
            post(_to_old(change, heading, what), to=change.old, name=change.user.full_name)


def _confirm(change: EmailChange) -> Letter:
    words = {"business": current().name, "new": change.new}
    return Letter(
        subject=_("Confirm your new e-mail for %(business)s") % words,
        heading=_("Is this how you want to sign in?"),
        paragraphs=[_("Confirm that %(new)s is yours. From then on you sign in to %(business)s with it.") % words],
        action=_("Confirm this address"),
        url=absolute(confirming_link(change)),
        note=_("The link works once, for three days. If you did not ask for it, ignore this mail: nothing changes."),
    )


def _signs_in_already() -> Letter:
    words = {"business": current().name}
    return Letter(
        subject=_("Your e-mail for %(business)s") % words,
        heading=_("You sign in with this address already"),
        paragraphs=[
            _("Somebody asked to use it for another log-in at %(business)s. That is not possible.") % words,
            _("Nothing has changed for you, and whoever asked was not told that you sign in here."),
        ],
    )


def _to_old(change: EmailChange, heading: str, what: str) -> Letter:
    until = timezone.localtime(change.taken_back_by, current().zone)
    words = {"business": current().name, "new": change.new, "day": date_format(until, "DATE_FORMAT")}
    return Letter(
        subject=_("Your e-mail for signing in to %(business)s") % words,
        heading=heading,
        paragraphs=[
            what % words,
            _("If it was not you, somebody knows your password. Take it back, and this address is how you sign in."),
            _("Everybody is signed out then, and you choose a new password."),
        ],
        action=_("It was not me: take it back"),
        url=absolute(taking_back_link(change)),
        note=_("The link works until %(day)s. If it was you, there is nothing to do.") % words,
    )
