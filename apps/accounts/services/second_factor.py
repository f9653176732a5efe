"""The second step of a log-in: asked for over the API, and every change to it recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.events import RecoveryCodesRenewed, RecoveryCodeUsed, SecondFactorAdded, SecondFactorRemoved
from apps.accounts.sealing import reseal
from apps.accounts.selectors import has_second_factor
from apps.accounts.services.audit import record
from apps.accounts.services.second_step_rule import apply_rules
from apps.accounts.whence import whence
from apps.common.errors import NotAllowed, TooMany

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.activity.events import Event


SEALED = ("secret", "seed")  # in the data of an app, and of recovery codes


class CodeNeeded(NotAllowed):
    """The password is right, and the person has a second step: send a code along."""

    status = 401
    code = "mfa_required"


class WrongCode(NotAllowed):
    """The code is wrong, too old, or was used before."""

    status = 401
    code = "wrong_code"


def check_code(*, user: User, code: str) -> None:
    """Check the code of an app, or a recovery code, of who has a second step; each works once.

    Raises CodeNeeded without a code, WrongCode, or TooMany after five wrong ones in five minutes, on pages and API together.
    """
    if not has_second_factor(user):
        return
    if not code:
        raise CodeNeeded(_("Send a code of your authenticator app along, or a recovery code."))
    try:
        clear = check_rate_limit(user)
    except ValidationError as error:
        raise TooMany(_("Too many attempts. Wait five minutes.")) from error
    for authenticator in Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN):
        if authenticator.wrap().validate_code(code):
            authenticator.record_usage()
            clear()
            note_used(user=user, authenticator=authenticator)
            return
    raise WrongCode(_("This code does not match. Codes change every 30 seconds and work once."))


def note_added(*, user: User, authenticator: Authenticator, **signal: Any) -> None:
    """Hear from allauth of a new second step; the recovery codes that come with it are no news."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _record(SecondFactorAdded(user_id=str(user.pk), kind=authenticator.type, **whence(signal.get("request"))), user)


def note_removed(*, user: User, authenticator: Authenticator, **signal: Any) -> None:
    """Hear from allauth that one is gone."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _record(
            SecondFactorRemoved(user_id=str(user.pk), kind=authenticator.type, **whence(signal.get("request"))), user
        )


def note_used(*, user: User, authenticator: Authenticator, **signal: Any) -> None:
    """Hear that somebody used their second step; a recovery code is news. Bring what an earlier key sealed under the newest."""
    with transaction.atomic():
        for known in Authenticator.objects.select_for_update().filter(user=user):
            sealed = {name: known.data[name] for name in SEALED if name in known.data}
            fresh = {name: reseal(text) for name, text in sealed.items()}
            if fresh != sealed:
                known.data |= fresh
                known.save(update_fields=["data"])
            if known.pk == authenticator.pk and known.type == Authenticator.Type.RECOVERY_CODES:
                left = len(known.wrap().get_unused_codes())
                record(RecoveryCodeUsed(user_id=str(user.pk), left=left, **whence(signal.get("request"))), actor=user)


def note_renewed(*, user: User, **signal: Any) -> None:
    """Hear from allauth of new recovery codes."""
    _record(RecoveryCodesRenewed(user_id=str(user.pk), **whence(signal.get("request"))), user)


def _record(event: Event, user: User) -> None:
    """Record it; allauth tells of some changes when their transaction is over."""
    with transaction.atomic():
        apply_rules()
        record(event, actor=user)
