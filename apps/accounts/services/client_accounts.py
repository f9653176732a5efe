"""Log-ins of clients: asked for by an invitation, closed when the client's access ends.

The client is a row of a room above; here it is an id. Callers lock in one order: invitations first, then the client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from apps.accounts.models import Invitation, User
from apps.accounts.models.invitation import NAME_LENGTH
from apps.accounts.roles import Role
from apps.accounts.services.email_changes import forget_email_changes
from apps.accounts.services.invitations import digest_of, token_of
from apps.accounts.services.people import clean_email
from apps.accounts.services.tokens import end_everything
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

WAITING = Q(accepted_at=None, withdrawn_at=None)


def invite_to_app(*, client_id: UUID, email: str, full_name: str, by: User) -> tuple[Invitation, str]:
    """Open an invitation, or renew the one that waits, and return it with the nonce of its link.

    One that waits at another address is withdrawn. The caller publishes and holds the transaction. Raises InvalidInput
    on `email` when the address belongs to somebody else's log-in or invitation.
    """
    email = clean_email(email)
    _refuse_taken(email)
    nonce = get_random_string(16)
    invitation = _waiting(client_id, email) or Invitation(email=email, role=Role.CLIENT, client_id=client_id)
    invitation.renew(digest_of(token_of(invitation.pk, nonce)))
    invitation.full_name, invitation.invited_by = full_name[:NAME_LENGTH], by
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        raise InvalidInput({"email": _invited_elsewhere(email)}) from error
    return invitation, nonce


def withdraw_from_app(*, client_id: UUID) -> bool:
    """Make the waiting invitation of a client worthless; False when none waits."""
    invitation = Invitation.objects.select_for_update().filter(WAITING, client_id=client_id).first()
    if invitation is None:
        return False
    invitation.withdraw()
    invitation.save()
    return True


def close_account(*, user_id: UUID) -> None:
    """Close a client's log-in: its sessions and tokens are worthless at once, and its address is free again."""
    user = User.objects.select_for_update().get(pk=user_id, role=Role.CLIENT)
    user.close()
    user.save()
    EmailAddress.objects.filter(user=user).delete()
    forget_email_changes(user_id=user_id)
    end_everything(user_id=user_id)


def _waiting(client_id: UUID, email: str) -> Invitation | None:
    """Return the client's own invitation to this address; what else expired or went to an old address gives way."""
    found = None
    rows = Invitation.objects.select_for_update().filter(WAITING).filter(Q(client_id=client_id) | Q(email=email))
    for row in rows.order_by("pk"):
        if (row.client_id, row.email) == (client_id, email):
            found = row
        elif row.client_id == client_id or row.is_expired:
            row.withdraw()
            row.save()
        else:
            raise InvalidInput({"email": _invited_elsewhere(email)})
    return found


def _refuse_taken(email: str) -> None:
    holder = User.objects.filter(email__iexact=email).first()
    if holder is None:
        return
    words = {"email": email, "name": holder.full_name, "role": holder.get_role_display()}
    if holder.is_team:
        message = _(
            "%(email)s is how %(name)s of your team (%(role)s) signs in. A client needs an address of their own."
        )
    else:
        message = _("%(email)s is the sign-in of another client. A client needs an address of their own.")
    raise InvalidInput({"email": message % words})


def _invited_elsewhere(email: str) -> str:
    return _("%(email)s is invited already, as somebody else.") % {"email": email}
