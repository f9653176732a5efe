"""The team: roles, and who may come in. A business always keeps one owner who can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.events import MemberDeactivated, MemberReactivated, MemberRoleChanged, SecondFactorRemoved
from apps.accounts.models import User
from apps.accounts.policies import assignable_roles, may_manage
from apps.accounts.roles import Role
from apps.accounts.selectors import has_second_factor
from apps.accounts.services.second_step_rule import apply_rules
from apps.accounts.services.tokens import end_everything
from apps.activity.services import publish
from apps.common.errors import Conflict, InvalidInput, NotAllowed

if TYPE_CHECKING:
    from uuid import UUID


def change_role(*, member: User, role: str, by: User) -> User:
    """Give a member another role. Raises NotAllowed, InvalidInput on `role`, or Conflict for the last owner."""
    with transaction.atomic():
        member = _lock(member.pk, by)
        if role not in assignable_roles(by):
            raise InvalidInput({"role": _("You cannot give this role.")})
        if role == member.role:
            return member
        if member.role == Role.OWNER:
            _keep_an_owner(member)
        before, member.role = member.role, Role(role)
        member.save(update_fields=["role", "updated_at"])
        publish(MemberRoleChanged(user_id=str(member.pk), before=before, after=role), actor=by)
    return member


def deactivate_member(*, member: User, by: User) -> User:
    """Lock somebody out at once; what they did stays. Raises NotAllowed, or Conflict for oneself and the last owner."""
    with transaction.atomic():
        member = _lock(member.pk, by)
        if member.pk == by.pk:
            raise Conflict(_("You cannot switch off your own account. Ask another owner or manager."))
        if not member.is_active:
            return member
        if member.role == Role.OWNER:
            _keep_an_owner(member)
        member.deactivate()
        member.save(update_fields=["is_active", "session_epoch", "updated_at"])
        end_everything(user_id=member.pk)
        publish(MemberDeactivated(user_id=str(member.pk)), actor=by)
    return member


def reactivate_member(*, member: User, by: User) -> User:
    """Let somebody in again, with the role and password they had. Raises NotAllowed."""
    with transaction.atomic():
        member = _lock(member.pk, by)
        if member.is_active:
            return member
        member.reactivate()
        member.save(update_fields=["is_active", "updated_at"])
        publish(MemberReactivated(user_id=str(member.pk)), actor=by)
    return member


def remove_second_factor(*, member: User, by: User) -> User:
    """Take two-step sign-in away from somebody who lost phone and codes, and sign them out everywhere.

    Raises NotAllowed, or Conflict for oneself: that is done on one's own page, with the password.
    """
    with transaction.atomic():
        member = _lock(member.pk, by)
        if member.pk == by.pk:
            raise Conflict(_("You change your own two-step sign-in in your account."))
        if not has_second_factor(member):
            return member
        Authenticator.objects.filter(user=member).delete()
        member.sign_out_everywhere()
        member.save(update_fields=["session_epoch", "updated_at"])
        end_everything(user_id=member.pk)
        apply_rules()
        publish(SecondFactorRemoved(user_id=str(member.pk), kind="all"), actor=by)
    return member


def _lock(member_id: UUID, by: User) -> User:
    """Lock the owners first, always in the same order: two owners who demote each other at once must not both succeed."""
    list(User.objects.select_for_update().filter(role=Role.OWNER).order_by("pk").values_list("pk", flat=True))
    member = User.objects.select_for_update().get(pk=member_id)
    by.refresh_from_db(fields=["role", "is_active"])
    if not may_manage(by, member):
        raise NotAllowed(_("Only an owner can change an owner's account."))
    return member


def _keep_an_owner(member: User) -> None:
    if not User.objects.filter(role=Role.OWNER, is_active=True).exclude(pk=member.pk).exists():
        raise Conflict(_("A business needs an owner. Make somebody else an owner first."), code="last_owner")
