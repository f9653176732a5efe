"""Where people are signed in: begun with a proof, ended one by one or all but one. What is ended is dead at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from apps.accounts.events import SignInEnded
from apps.accounts.models import SignIn
from apps.accounts.selectors import live_sign_ins
from apps.accounts.services.audit import record

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from apps.accounts.devices import Device
    from apps.accounts.models import User


def begin_sign_in(*, user: User, device: Device, session_key: str | None = None) -> SignIn:
    """Note where somebody signed in: a browser when there is a session, else an app. Forgets the person's that ran out."""
    kind = SignIn.Kind.BROWSER if session_key else SignIn.Kind.APP
    with transaction.atomic():
        over = SignIn.objects.filter(user=user).exclude(pk__in=live_sign_ins(user).values("pk"))
        over.delete()
        return SignIn.objects.create(
            user=user, kind=kind, session_key=session_key, user_agent=device.user_agent, address=device.address
        )


def see_sign_in(*, sign_in_id: str, device: Device) -> None:
    """Note that it is in use, and from which network."""
    SignIn.objects.filter(pk=sign_in_id).update(
        last_seen_at=timezone.now(), address=device.address, user_agent=device.user_agent
    )


def move_session(*, before: str, after: str | None) -> None:
    """Follow a browser's session to its new key."""
    SignIn.objects.filter(session_key=before).update(session_key=after)


def end_sign_in(*, sign_in: SignIn, by: User) -> None:
    """End one: its browser, or its tokens, are signed out with their next request."""
    with transaction.atomic():
        if end_all(SignIn.objects.filter(pk=sign_in.pk)):
            record(SignInEnded(user_id=str(sign_in.user_id), device=sign_in.device), actor=by)


def end_other_sign_ins(*, user: User, keep: UUID | str | None) -> int:
    """End every one of the person but the one that asks; return how many."""
    with transaction.atomic():
        others = [sign_in for sign_in in live_sign_ins(user) if str(sign_in.pk) != str(keep)]
        for sign_in in others:
            record(SignInEnded(user_id=str(user.pk), device=sign_in.device), actor=user)
        end_all_but(keep, user_id=user.pk)
    return len(others)


def end_all_but(keep: UUID | str | None, *, user_id: UUID) -> int:
    """End the person's without a word, but the one to keep."""
    sign_ins = SignIn.objects.filter(user_id=user_id)
    return end_all(sign_ins.exclude(pk=keep) if keep else sign_ins)


def end_all(sign_ins: QuerySet[SignIn]) -> int:
    """End these without a word; return how many there were. The caller says what happened."""
    with transaction.atomic():
        keys = list(sign_ins.exclude(session_key=None).values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        return sign_ins.delete()[0]
