"""A way back for a sole owner: opened by platform staff, told to everybody who may stop it, done after a delay.

The platform's own audit is kept by its console; what stands here is the business's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.events import PasswordResetRequested, SecondFactorRemoved
from apps.accounts.models import Recovery, User
from apps.accounts.models.recovery import DELAY
from apps.accounts.recovery_events import RecoveryDone, RecoveryHastened, RecoveryOpened, RecoveryStopped
from apps.accounts.roles import Role
from apps.accounts.selectors import has_second_factor
from apps.accounts.services.second_step_rule import apply_rules
from apps.accounts.services.tokens import end_everything
from apps.activity.services import publish
from apps.common import due
from apps.common.business import schema_name
from apps.common.errors import Conflict, IllegalTransition, InvalidInput, NotFound

if TYPE_CHECKING:
    from uuid import UUID

FINISH = "accounts.finish_recovery"


@dataclass(slots=True)
class Helper:
    """A member of the platform's staff, as the business's audit names them."""

    pk: UUID
    full_name: str


def open_recovery(*, email: str, identity_check: str, by: Helper) -> Recovery:
    """Begin the way back for an owner without a colleague who could help; everybody who may stop it is told.

    Raises InvalidInput on `email` or `identity_check`, or Conflict when one waits already, when the owner has no second
    step, or when another owner can do it.
    """
    identity_check = " ".join(identity_check.split())
    if not identity_check:
        raise InvalidInput({"identity_check": _("Say how you made sure who asks.")})
    with transaction.atomic():
        owners = list(User.objects.select_for_update().filter(role=Role.OWNER, is_active=True).order_by("pk"))
        user = next((owner for owner in owners if owner.email == email.strip().lower()), None)
        if user is None:
            raise InvalidInput({"email": _("No owner signs in with this address here.")})
        if len(owners) > 1:
            raise Conflict(_("There is another owner: they take the second step away under Team."), code="other_owner")
        if not has_second_factor(user):
            raise Conflict(_("This owner has no second step. A new password is enough."), code="no_second_step")
        recovery = Recovery(user=user, opened_by=by.pk, opened_by_name=by.full_name, identity_check=identity_check)
        recovery.due_at = recovery.created_at + DELAY
        try:
            with transaction.atomic():
                recovery.save()
        except IntegrityError as error:
            raise Conflict(_("A recovery of this account waits already."), code="recovery_waits") from error
        due.schedule(kind=FINISH, key=str(recovery.pk), due_at=recovery.due_at)
        publish(RecoveryOpened(user_id=str(user.pk), recovery_id=str(recovery.pk)), actor=by)
    return recovery


def hasten_recovery(*, recovery_id: UUID, by: Helper) -> Recovery:
    """Shorten the delay to four hours from the beginning. Raises NotFound, IllegalTransition, Conflict for who opened it."""
    with transaction.atomic():
        recovery = _locked(recovery_id)
        recovery.hasten(staff_id=by.pk, name=by.full_name)
        recovery.save()
        due.schedule(kind=FINISH, key=str(recovery.pk), due_at=recovery.due_at)
        publish(RecoveryHastened(user_id=str(recovery.user_id), recovery_id=str(recovery.pk)), actor=by)
    return recovery


def stop_recovery(*, token: str) -> Recovery:
    """End it by the link of a letter: nothing changes for the owner. Raises NotFound, or IllegalTransition when it is over."""
    recovery, email = recovery_behind(token)
    with transaction.atomic():
        recovery = _locked(recovery.pk)
        recovery.stop(by=email)
        recovery.save()
        due.cancel(kind=FINISH, keys=[str(recovery.pk)])
        event = RecoveryStopped(user_id=str(recovery.user_id), recovery_id=str(recovery.pk), stopped_by=email)
        publish(event, actor=User.objects.filter(email=email).first())
    return recovery


def finish_recovery(*, recovery_id: str) -> None:
    """Take the owner's second steps away, sign them out everywhere and mail a link to a new password. Again does nothing."""
    with transaction.atomic():
        recovery = Recovery.objects.select_for_update(of=("self",)).select_related("user").get(pk=recovery_id)
        if recovery.is_waiting and recovery.due_at > timezone.now():
            due.schedule(kind=FINISH, key=recovery_id, due_at=recovery.due_at)
            return
        if recovery.is_waiting:
            _take_effect(recovery)
        due.cancel(kind=FINISH, keys=[recovery_id])


def _take_effect(recovery: Recovery) -> None:
    user = User.objects.select_for_update().get(pk=recovery.user_id)
    if not user.is_active or user.role != Role.OWNER:
        recovery.stop(by="")
        recovery.save()
        return
    recovery.finish()
    recovery.save()
    Authenticator.objects.filter(user=user).delete()
    user.sign_out_everywhere()
    user.save(update_fields=["session_epoch", "updated_at"])
    end_everything(user_id=user.pk)
    apply_rules()
    by = Helper(recovery.opened_by, recovery.opened_by_name)
    publish(RecoveryDone(user_id=str(user.pk), recovery_id=str(recovery.pk)), actor=by)
    publish(SecondFactorRemoved(user_id=str(user.pk), kind="all"), actor=by)
    publish(PasswordResetRequested(user_id=str(user.pk)), actor=by)


def stopping_link(recovery: Recovery, email: str) -> str:
    """Return the path by which whoever reads mail at an address stops it, without signing in."""
    token = signing.dumps({"recovery": str(recovery.pk), "email": email}, salt=_salt())
    return reverse("account_recovery", args=[token])


def recovery_behind(token: str) -> tuple[Recovery, str]:
    """Return what a link is about and whose it is. Raises NotFound for a forged one, IllegalTransition when it is over."""
    try:
        said = signing.loads(token, salt=_salt())
        recovery = Recovery.objects.select_related("user").get(pk=said["recovery"])
    except (signing.BadSignature, Recovery.DoesNotExist) as error:
        raise NotFound(_("This link is not one of ours.")) from error
    if not recovery.is_waiting:
        raise IllegalTransition(_("This is over: it was stopped, or it has taken effect."))
    return recovery, said["email"]


def _locked(recovery_id: UUID) -> Recovery:
    recovery = Recovery.objects.select_for_update().filter(pk=recovery_id).first()
    if recovery is None:
        raise NotFound(_("There is no such recovery."))
    return recovery


def _salt() -> str:
    return f"accounts.recovery.{schema_name()}"
