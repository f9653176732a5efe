"""Taking the person out of log-ins of clients who are to be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from apps.accounts.models import Invitation, User
from apps.accounts.roles import Role
from apps.accounts.services.email_changes import forget_email_changes
from apps.accounts.services.tokens import end_everything

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


def forget_log_ins(*, client_ids: Sequence[UUID], user_ids: Sequence[UUID], name: str) -> dict[str, int]:
    """Close clients' log-ins for good under another name, delete what belonged to them, and return how many rows.

    The rows of the log-ins stay, as every closed one does: what others did with them points there.
    """
    users = list(User.objects.select_for_update().filter(pk__in=user_ids, role=Role.CLIENT))
    addresses = 0
    for user in users:
        user.close()
        user.full_name, user.time_zone, user.language, user.last_login = name, "", "", None
        user.save()
        end_everything(user_id=user.pk)
        addresses += EmailAddress.objects.filter(user=user).delete()[0]
        forget_email_changes(user_id=user.pk)
        Authenticator.objects.filter(user=user).delete()
        OutstandingToken.objects.filter(user=user).delete()
    invitations, _kinds = Invitation.objects.filter(client_id__in=client_ids).delete()
    return {"log-ins": len(users), "addresses": addresses, "invitations": invitations}
