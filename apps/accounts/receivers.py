"""Letters with the way to a log-in. Links are derived here and stored nowhere; a letter that cannot go now is tried again."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts import events
from apps.accounts.languages import reading
from apps.accounts.models import Invitation, User
from apps.accounts.services.invitations import invitation_link
from apps.accounts.services.owners import confirmation_link
from apps.activity.bus import receives
from apps.common.business import current
from apps.common.letters import Letter, send_letter
from apps.common.links import absolute
from apps.integrations.errors import PermanentVendorError

if TYPE_CHECKING:
    from apps.activity.models import Activity

logger = logging.getLogger(__name__)


@receives(events.MemberInvited)
def mail_invitation(event: events.MemberInvited, activity: Activity) -> None:
    """Send the link, unless the invitation is over or a newer link went out."""
    invitation = Invitation.objects.filter(pk=event.invitation_id).first()
    link = invitation_link(invitation, event.nonce) if invitation and invitation.is_open else ""
    if not invitation or not link:
        return
    with reading(None):
        business, inviter = current().name, activity.actor_name or current().name
        letter = Letter(
            subject=_("%(inviter)s invites you to %(business)s") % {"inviter": inviter, "business": business},
            heading=_("Join the team of %(business)s") % {"business": business},
            paragraphs=[
                _("%(inviter)s invites you as %(role)s.") % {"inviter": inviter, "role": invitation.get_role_display()},
                _("Choose a password and you are in."),
            ],
            action=_("Accept the invitation"),
            url=absolute(link),
            note=_("The link works once, for seven days. If you do not know %(inviter)s, ignore this mail.")
            % {"inviter": inviter},
        )
        post(letter, to=invitation.email, name=invitation.full_name)


@receives(events.EmailConfirmationRequested)
def mail_confirmation(event: events.EmailConfirmationRequested, activity: Activity) -> None:
    user = User.objects.filter(pk=event.user_id, is_active=True, emailaddress__verified=False).first()
    if user is None:
        return
    with reading(user):
        business = current().name
        letter = Letter(
            subject=_("Confirm your e-mail for %(business)s") % {"business": business},
            heading=_("One click and %(business)s is open") % {"business": business},
            paragraphs=[_("Confirm that this address is yours. You will be signed in at once.")],
            action=_("Confirm and sign in"),
            url=absolute(confirmation_link(user)),
            note=_("The link works once, for three days. If you did not sign up, ignore this mail."),
        )
        post(letter, to=user.email, name=user.full_name)


@receives(events.PasswordResetRequested)
def mail_password_reset(event: events.PasswordResetRequested, activity: Activity) -> None:
    user = User.objects.filter(pk=event.user_id, is_active=True).first()
    if user is None:
        return
    with reading(user):
        key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
        letter = Letter(
            subject=_("Choose a new password for %(business)s") % {"business": current().name},
            heading=_("Choose a new password"),
            paragraphs=[_("Somebody, we hope you, asked for a new password for this address.")],
            action=_("Choose a new password"),
            url=absolute(reverse("account_reset_password_from_key", kwargs=key)),
            note=_("The link works once, for two hours. If it was not you, ignore this mail: nothing has changed."),
        )
        post(letter, to=user.email, name=user.full_name)


def post(letter: Letter, *, to: str, name: str) -> None:
    """Send it. What the vendor will never take is logged and given up; anything else is raised, and tried again."""
    try:
        send_letter(letter, to=to, name=name)
    except PermanentVendorError as error:
        logger.error("Letter refused for good: %s", error)  # noqa: TRY400 - the trace says nothing more
