"""Another address for a log-in. Nothing changes before the new one is confirmed; the old one can take it back for a week.

Rows are locked in one order: the person, then the change.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.events import EmailChangeAsked, EmailChanged, EmailChangeTakenBack, PasswordResetRequested
from apps.accounts.models import EmailChange, User
from apps.accounts.services.audit import record
from apps.accounts.services.people import clean_email
from apps.accounts.services.tokens import end_everything
from apps.accounts.whence import whence
from apps.common.business import schema_name
from apps.common.errors import Conflict, IllegalTransition, InvalidInput, NotFound

if TYPE_CHECKING:
    from uuid import UUID

MOMENT = timedelta(minutes=1)
CONFIRM, TAKE_BACK = "account_email_confirm", "account_email_take_back"


def ask_email_change(*, user: User, email: str, password: str) -> EmailChange:
    """Ask for another address; letters go to both. The caller counts the tries at the password.

    One that waits gives way; the same again within a minute sends nothing. Whether the address is somebody's already is not
    told: then it gets a letter that says so instead of a link. Raises InvalidInput on `email` or `password`.
    """
    email = clean_email(email)
    if not user.check_password(password):
        raise InvalidInput({"password": _("This is not your password.")})
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if email == user.email:
            raise InvalidInput({"email": _("This is how you sign in already.")})
        waiting = waiting_change(user)
        if waiting and waiting.new == email and timezone.now() - waiting.created_at < MOMENT:
            return waiting
        _withdraw(user)
        change = EmailChange.objects.create(user=user, old=user.email, new=email)
        record(EmailChangeAsked(user_id=str(user.pk), change_id=str(change.pk), **whence()), actor=user)
    return change


def withdraw_email_change(*, user: User) -> None:
    """Make the link that waits worthless; none there: nothing happens."""
    with transaction.atomic():
        _withdraw(User.objects.select_for_update().get(pk=user.pk))


def waiting_change(user: User) -> EmailChange | None:
    """Return the change that waits to be confirmed, if it still can be."""
    change = EmailChange.objects.filter(user=user, state=EmailChange.State.WAITING).first()
    return change if change and change.is_waiting else None


def confirm_email_change(*, token: str) -> EmailChange:
    """Make the new address the log-in's, by the link that went there. Of two at once exactly one succeeds.

    Raises NotFound for a forged link, IllegalTransition when it is over, Conflict when the address signs in here by now.
    """
    change = change_behind(token, CONFIRM)
    try:
        with transaction.atomic():
            user, change = _locked(change)
            change.finish()
            change.save()
            _move(user, change.new)
            record(EmailChanged(user_id=str(user.pk), change_id=str(change.pk)), actor=user)
    except IntegrityError as error:
        raise Conflict(_("This address signs in here already, so it stays as it is."), code="address_taken") from error
    return change


def take_email_change_back(*, token: str) -> EmailChange:
    """End it by the link that went to the old address: the log-in has that one, is out everywhere and needs a new password.

    Whoever asked knew the password, so it no longer works; a letter with the way to a new one goes to the old address.
    Raises NotFound for a forged link, IllegalTransition when it is over, Conflict when the old address is somebody else's now.
    """
    change = change_behind(token, TAKE_BACK)
    try:
        with transaction.atomic():
            user, change = _locked(change)
            change.take_back()
            change.save()
            _end_later_ones(change)
            user.set_unusable_password()
            user.sign_out_everywhere()
            user.save(update_fields=["password", "session_epoch", "updated_at"])
            _move(user, change.old)
            end_everything(user_id=user.pk)
            record(EmailChangeTakenBack(user_id=str(user.pk), change_id=str(change.pk)), actor=user)
            record(PasswordResetRequested(user_id=str(user.pk)), actor=user)
    except IntegrityError as error:
        raise Conflict(_("The old address signs somebody else in by now. Ask the owner of the business.")) from error
    return change


def confirming_link(change: EmailChange) -> str:
    """Return the path by which whoever reads mail at the new address confirms it."""
    return _link(change, CONFIRM)


def taking_back_link(change: EmailChange) -> str:
    """Return the path by which whoever reads mail at the old address takes it back, without signing in."""
    return _link(change, TAKE_BACK)


def change_behind(token: str, purpose: str) -> EmailChange:
    """Return what a link is about. Raises NotFound for a forged one, IllegalTransition when it is over."""
    try:
        pk = signing.loads(token, salt=_salt(purpose))
        change = EmailChange.objects.select_related("user").get(pk=pk, user__is_active=True)
    except (signing.BadSignature, EmailChange.DoesNotExist) as error:
        raise NotFound(_("This link is not one of ours.")) from error
    if not (change.is_waiting if purpose == CONFIRM else change.may_be_taken_back):
        raise IllegalTransition(_("This link was used, was withdrawn, or has expired."), code="change_over")
    return change


def is_somebodys(change: EmailChange) -> bool:
    """Say whether the new address signs somebody in here already."""
    return User.objects.filter(email__iexact=change.new).exclude(pk=change.user_id).exists()


def email_change(change_id: UUID | str) -> EmailChange | None:
    """Return one with its person, for those who hear of it."""
    return EmailChange.objects.select_related("user").filter(pk=change_id).first()


def forget_email_changes(*, user_id: UUID) -> None:
    """Delete what a log-in's addresses were."""
    EmailChange.objects.filter(user=user_id).delete()


def _locked(change: EmailChange) -> tuple[User, EmailChange]:
    user = User.objects.select_for_update().get(pk=change.user_id)
    return user, EmailChange.objects.select_for_update().get(pk=change.pk)


def _withdraw(user: User) -> None:
    for change in EmailChange.objects.select_for_update().filter(user=user, state=EmailChange.State.WAITING):
        change.withdraw()
        change.save()


def _end_later_ones(change: EmailChange) -> None:
    """Whoever asked may have gone on to yet another address, or begun to: no letter about those does anything any more."""
    later = EmailChange.objects.filter(user=change.user_id, created_at__gte=change.created_at).exclude(pk=change.pk)
    later.update(state=EmailChange.State.TAKEN_BACK, ended_at=change.ended_at)


def _move(user: User, email: str) -> None:
    """Give a log-in an address that was proved. Raises IntegrityError when it is somebody's."""
    user.email = email
    user.save(update_fields=["email", "updated_at"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)


def _link(change: EmailChange, purpose: str) -> str:
    return reverse(purpose, args=[signing.dumps(str(change.pk), salt=_salt(purpose))])


def _salt(purpose: str) -> str:
    return f"accounts.{purpose}.{schema_name()}"
