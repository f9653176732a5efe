"""Letters about a recovery: to the owner at every address of theirs, and to whoever manages the business with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts import recovery_events as events
from apps.accounts.languages import reading
from apps.accounts.models import Recovery, User
from apps.accounts.permissions import MANAGERS
from apps.accounts.receivers import post
from apps.accounts.services.recoveries import stopping_link
from apps.activity.bus import receives
from apps.common.business import current
from apps.common.letters import Letter
from apps.common.links import absolute

if TYPE_CHECKING:
    from apps.activity.models import Activity


@receives(events.RecoveryOpened)
def mail_recovery_opened(event: events.RecoveryOpened, activity: Activity) -> None:
    _tell_everybody(event.recovery_id)


@receives(events.RecoveryHastened)
def mail_recovery_hastened(event: events.RecoveryHastened, activity: Activity) -> None:
    _tell_everybody(event.recovery_id)


@receives(events.RecoveryStopped)
def mail_recovery_stopped(event: events.RecoveryStopped, activity: Activity) -> None:
    recovery = Recovery.objects.select_related("user").get(pk=event.recovery_id)
    words = {"business": current().name, "name": recovery.user.full_name, "who": event.stopped_by}
    for address, reader in _readers(recovery):
        with reading(reader):
            letter = Letter(
                subject=_("Two-step sign-in for %(business)s stays as it is") % words,
                heading=_("The recovery was stopped"),
                paragraphs=[
                    _("%(who)s stopped it by the link in our mail. Nothing has changed for %(name)s.") % words,
                    _("If it was really %(name)s who asked us, write to us again.") % words,
                ],
            )
            post(letter, to=address, name=reader.full_name)


def _tell_everybody(recovery_id: str) -> None:
    """Say what will happen and when; each gets a link of their own to stop it."""
    recovery = Recovery.objects.select_related("user").get(pk=recovery_id)
    if not recovery.is_waiting:
        return
    for address, reader in _readers(recovery):
        with reading(reader):
            post(_opened(recovery, address), to=address, name=reader.full_name)


def _opened(recovery: Recovery, address: str) -> Letter:
    at = timezone.localtime(recovery.due_at, current().zone)
    words = {
        "business": current().name,
        "name": recovery.user.full_name,
        "staff": recovery.opened_by_name,
        "when": f"{date_format(at, 'DATETIME_FORMAT')} ({at.tzname()})",
    }
    return Letter(
        subject=_("Somebody asks for a way back into %(business)s") % words,
        heading=_("Two-step sign-in of %(name)s will be taken away") % words,
        paragraphs=[
            _("%(name)s, or somebody who says so, told us that phone and recovery codes are lost.") % words,
            _("%(staff)s of MectoFitness checked who asks. It takes effect on %(when)s.") % words,
            _("Do you know nothing of it? Stop it now: nothing changes then."),
        ],
        action=_("Stop it"),
        url=absolute(stopping_link(recovery, address)),
        note=_("If all is well, there is nothing to do. A link to a new password comes by mail at that time."),
    )


def _readers(recovery: Recovery) -> list[tuple[str, User]]:
    """Return address and person of everybody who is told, each address once."""
    owner = recovery.user
    own = EmailAddress.objects.filter(user=owner).order_by("pk").values_list("email", flat=True)
    others = User.objects.filter(role__in=MANAGERS, is_active=True).exclude(pk=owner.pk).order_by("pk")
    found = {address.lower(): owner for address in [owner.email, *own]}
    return list({**{other.email: other for other in others}, **found}.items())
