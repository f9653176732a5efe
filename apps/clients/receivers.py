"""What clients do when log-ins are asked for and made."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from apps.accounts.events import AccountOpened, EmailChanged, EmailChangeTakenBack
from apps.accounts.languages import reading
from apps.accounts.services.email_changes import email_change
from apps.accounts.services.invitations import link_of
from apps.activity.bus import receives
from apps.clients.events import ClientInvited
from apps.clients.intake_events import IntakeLinkSent
from apps.clients.models import Client
from apps.clients.services.access import link_client
from apps.clients.services.carrying import carry_email
from apps.clients.services.contacts import record_letter
from apps.clients.services.intake.links import path_of
from apps.common.business import current
from apps.common.letters import Letter, send_letter
from apps.common.links import absolute
from apps.integrations.errors import PermanentVendorError

if TYPE_CHECKING:
    from apps.activity.models import Activity

logger = logging.getLogger(__name__)


@receives(AccountOpened, sync=True)
def link_account(event: AccountOpened, activity: Activity) -> None:
    """Link the new log-in to its client; when that cannot be, there is no log-in either."""
    link_client(client_id=event.client_id, user=get_user_model().objects.get(pk=event.user_id))


@receives(EmailChanged)
def follow_log_in(event: EmailChanged, activity: Activity) -> None:
    """Where the business wrote to the address that the client signed in with, it writes to the new one now."""
    if change := email_change(event.change_id):
        carry_email(user=change.user, old=change.old, new=change.new)


@receives(EmailChangeTakenBack)
def follow_log_in_back(event: EmailChangeTakenBack, activity: Activity) -> None:
    if change := email_change(event.change_id):
        carry_email(user=change.user, old=change.new, new=change.old)


@receives(ClientInvited)
def mail_client_invitation(event: ClientInvited, activity: Activity) -> None:
    """Send the link, unless the invitation is over or a newer link went out."""
    path, name = link_of(event.invitation_id, event.nonce)
    if not path:
        return
    with reading(None):
        business, inviter = current().name, activity.actor_name or current().name
        letter = Letter(
            subject=_("Your sessions at %(business)s, in one place") % {"business": business},
            heading=_("Your sessions at %(business)s") % {"business": business},
            paragraphs=[
                _("%(inviter)s invites you to your own page: when and where you train, and what you did.")
                % {"inviter": inviter},
                _("Choose a password and you are in."),
            ],
            action=_("Open my page"),
            url=absolute(path),
            note=_("The link works once, for seven days. If you do not know %(inviter)s, ignore this mail.")
            % {"inviter": inviter},
        )
        _send(letter, event, activity, name)


@receives(IntakeLinkSent)
def mail_intake_link(event: IntakeLinkSent, activity: Activity) -> None:
    """Send the link, unless it is over or a newer one went out."""
    path, name = path_of(event.link_id, event.nonce)
    if not path:
        return
    client = Client.objects.select_related("user").filter(pk=event.client_id).first()
    with reading(client.user if client else None):
        business = current().name
        letter = Letter(
            subject=_("A few questions before you train at %(business)s") % {"business": business},
            heading=_("Before your first session"),
            paragraphs=[
                _(
                    "%(business)s would like to know whom to call in an emergency, how your health is and what you want to reach."
                )
                % {"business": business},
                _("It takes about five minutes on your phone. You can stop and go on later."),
            ],
            action=_("Fill in my intake"),
            url=absolute(path),
            note=_(
                "The link is yours alone and works for fourteen days. If you do not know %(business)s, ignore this mail."
            )
            % {"business": business},
        )
        _send(letter, event, activity, name)


def _send(letter: Letter, event: ClientInvited | IntakeLinkSent, activity: Activity, name: str) -> None:
    """Send it and write it into the client's log of contacts; one that is refused for good is not written."""
    try:
        send_letter(letter, to=event.email, name=name)
    except PermanentVendorError as error:
        logger.error("Letter refused for good: %s", error)  # noqa: TRY400 - the trace says nothing more
        return
    record_letter(client_id=event.client_id, letter=event.name, subject=letter.subject, by_id=activity.actor_id)
