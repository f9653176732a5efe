"""The task that sends a message, a copy at a time.

A copy is marked as on its way, and that is committed, before its letter leaves. A killed worker therefore repeats none:
the one copy that it was at is left, with words that it may have gone out or not. Two workers at once share the copies.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.activity.services import publish
from apps.clients.message_events import ClientMessaged
from apps.clients.models import ClientMessage, MessageCopy
from apps.clients.selectors.bulk import clients_of_act
from apps.clients.selectors.messages import why_not
from apps.clients.services.contacts import record_letter
from apps.clients.services.messages.asking import RUN
from apps.clients.services.messages.letters import letter_of
from apps.common import due
from apps.common.letters import send_letter
from apps.integrations.errors import PermanentVendorError, RetryableVendorError

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.common.letters import Letter

AT_ONCE = 50
TAKES_AT_MOST = dt.timedelta(minutes=2)
State, Copy = ClientMessage.State, MessageCopy.State
logger = logging.getLogger(__name__)


def run_message(*, message_id: UUID | str) -> None:
    """Send what is left of a message. Raises the vendor's error when it is away: the sweeper sends the task again."""
    while part := _next_copies(message_id):
        for copy_id in part:
            if copy := _claim(copy_id):
                _send(copy)


def _next_copies(message_id: UUID | str) -> list[UUID]:
    """Return copies that wait, made for the next clients when none does; nothing once the message is at an end."""
    with transaction.atomic():
        message = (
            ClientMessage.objects.select_for_update(of=("self",)).filter(pk=message_id, state=State.SENDING).first()
        )
        if message is None:
            due.cancel(kind=RUN, keys=[str(message_id)])
            return []
        by = message.created_by
        if by is None or not by.may(Permission.CLIENTS_MESSAGE):
            message.stop(_("Whoever wrote it may not do this any more."))
            return _close(message)
        while True:
            waiting = message.copies.filter(state=Copy.WAITING).order_by("client_id")
            if part := list(waiting.values_list("pk", flat=True)[:AT_ONCE]):
                return part
            if not _make_copies(message, by):
                return _finish(message)


def _make_copies(message: ClientMessage, by: User) -> bool:
    """Decide about the next clients; False when there are no more."""
    clients = clients_of_act(message, by).select_related("message_opt_out").order_by("pk")
    if message.done_to:
        clients = clients.filter(pk__gt=message.done_to)
    part = list(clients[:AT_ONCE])
    if not part:
        return False
    copies = [_copy(message, client.pk, why_not(client)) for client in part]
    MessageCopy.objects.bulk_create(copies)
    message.done_to = part[-1].pk
    message.left += sum(copy.state == Copy.LEFT for copy in copies)
    message.save(update_fields=["done_to", "left", "updated_at"])
    return True


def _copy(message: ClientMessage, client_id: UUID, reason: str) -> MessageCopy:
    state = Copy.LEFT if reason else Copy.WAITING
    return MessageCopy(message=message, client_id=client_id, state=state, reason=reason)


def _claim(copy_id: UUID) -> MessageCopy | None:
    """Mark a copy as on its way; None when the message was stopped, another worker has it, or the client gets none now."""
    copies = MessageCopy.objects.filter(pk=copy_id, state=Copy.WAITING)
    with transaction.atomic():
        copy = copies.select_related("message__created_by", "client__message_opt_out").first()
        if copy is None or not _hold(copy.message_id):
            return None
        reason = why_not(copy.client)
        if reason:
            _end(copy, "left", Copy.LEFT, reason, before=Copy.WAITING)
            return None
        return copy if copies.update(state=Copy.SENDING, updated_at=timezone.now()) else None


def _hold(message_id: UUID) -> bool:
    """Lock a message that is on its way: who stops it meanwhile waits, and sees what left."""
    held = ClientMessage.objects.select_for_update().filter(pk=message_id, state=State.SENDING)
    return held.values_list("pk", flat=True).first() is not None


def _send(copy: MessageCopy) -> None:
    letter = letter_of(copy)
    try:
        send_letter(letter, to=copy.client.email or "", name=copy.client.full_name)
    except PermanentVendorError as error:
        logger.error("Message refused for good: %s", error)  # noqa: TRY400 - the trace says nothing more
        _end(copy, "left", Copy.LEFT, _("The mail service refused the address."))
    except (RetryableVendorError, OSError):
        MessageCopy.objects.filter(pk=copy.pk, state=Copy.SENDING).update(state=Copy.WAITING)
        raise
    else:
        _note_sent(copy, letter)


def _note_sent(copy: MessageCopy, letter: Letter) -> None:
    """Count it, write it into the log of contacts and tell."""
    by = copy.message.created_by
    with transaction.atomic():
        _end(copy, "sent", Copy.SENT)
        contact = record_letter(
            client_id=copy.client_id,
            letter=ClientMessaged.name,
            subject=letter.subject,
            by_id=copy.message.created_by_id,
            text="\n\n".join(letter.paragraphs),
        )
        if contact:
            event = ClientMessaged(
                client_id=str(contact.client_id), message_id=str(copy.message_id), contact_id=str(contact.pk)
            )
            publish(event, actor=by, client_ids=[contact.client_id])


def _end(copy: MessageCopy, column: str, state: str, reason: str = "", *, before: str = Copy.SENDING) -> None:
    """Count a copy under its end, once. The message comes first, as everywhere: nobody waits in a circle."""
    with transaction.atomic():
        message = ClientMessage.objects.select_for_update().get(pk=copy.message_id)
        mine = MessageCopy.objects.filter(pk=copy.pk, state=before)
        if mine.update(state=state, reason=reason, updated_at=timezone.now()):
            setattr(message, column, F(column) + 1)
            message.save(update_fields=[column, "updated_at"])


def _finish(message: ClientMessage) -> list[UUID]:
    """End the message; what a worker that is gone had on its way is left. One that may still be at it is waited for."""
    under_way, now = message.copies.filter(state=Copy.SENDING), timezone.now()
    reason = _("Sending was interrupted here: it may have gone out or not.")
    lost = under_way.filter(updated_at__lte=now - TAKES_AT_MOST)
    message.left += lost.update(state=Copy.LEFT, reason=reason, updated_at=now)
    if under_way.exists():
        due.schedule(kind=RUN, key=str(message.pk), due_at=now + TAKES_AT_MOST)
        message.save(update_fields=["left", "updated_at"])
        return []
    message.finish()
    return _close(message)


def _close(message: ClientMessage) -> list[UUID]:
    message.save(update_fields=["state", "reason", "left", "updated_at"])
    due.cancel(kind=RUN, keys=[str(message.pk)])
    return []
