"""Asking for a message to clients: looked at first, then on its way, and stopped."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, F, Sum, When
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.activity.services import publish
from apps.clients.message_events import MessageAsked, MessageStopped
from apps.clients.models import ClientMessage
from apps.clients.selectors.messages import Audience, audience_of, message_for
from apps.clients.services.bulk.asking import about
from apps.clients.services.messages.words import checked_words
from apps.common import due
from apps.common.business import schema_name
from apps.common.errors import InvalidInput, NotAllowed, TooMany
from apps.common.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from apps.accounts.models import User

RUN = "clients.run_message"
AGAIN_AFTER = dt.timedelta(seconds=45)
MOST_A_DAY = 2_000
DAY = dt.timedelta(hours=24)


def start_message(  # noqa: PLR0913 - a message has these parts
    *,
    by: User,
    subject: str,
    text: str,
    client_ids: Sequence[UUID] = (),
    query: Mapping[str, str] | None = None,
    message_id: UUID | None = None,
) -> ClientMessage:
    """Let a task mail a message to the clients of `client_ids`, or to all that `query` finds now.

    `{first_name}`, `{last_name}`, `{business}` and `{sender}` are filled in for each. Archived clients, those without
    e-mail and those who want no messages get none. `message_id` makes the call safe to repeat: the same again answers
    with the first. Raises InvalidInput by field, also when nobody is left; NotAllowed; TooMany over a business's
    2,000 copies in 24 hours.
    """
    if message_id and (known := ClientMessage.objects.filter(pk=message_id, created_by=by).first()):
        return known
    made, audience = preview_message(by=by, client_ids=client_ids, query=query)
    made.subject, made.text = checked_words(subject=subject, text=text)
    if not audience.reached:
        raise InvalidInput({"clients": _("None of these clients can get it.")})
    made.pk, made.total, made.expected = message_id or uuid7(), audience.total, audience.reached
    try:
        with transaction.atomic():
            _hold_todays_share(audience.reached)
            made.save(force_insert=True)
            due.do_soon(task=RUN, key=str(made.pk), again_after=AGAIN_AFTER)
            publish(MessageAsked(message_id=str(made.pk), count=made.expected), actor=by)
    except IntegrityError:  # the same click, a moment ago
        return message_for(by, made.pk)
    return made


def preview_message(
    *, by: User, client_ids: Sequence[UUID] = (), query: Mapping[str, str] | None = None
) -> tuple[ClientMessage, Audience]:
    """Return the message, not saved and without words, and whom it would reach. Raises InvalidInput, NotAllowed."""
    if not by.may(Permission.CLIENTS_MESSAGE):
        raise NotAllowed
    made = about(ClientMessage(created_by=by, created_at=timezone.now()), by, client_ids, query)
    return made, audience_of(made, by)


def stop_message(*, message_id: UUID, by: User) -> ClientMessage:
    """Send no further copy; what is sent stays sent. Again does nothing.

    Raises NotFound, and IllegalTransition when every copy is out.
    """
    with transaction.atomic():
        message = message_for(by, message_id, lock=True)
        if message.state == ClientMessage.State.STOPPED:
            return message
        message.stop()
        message.save(update_fields=["state", "reason", "updated_at"])
        due.cancel(kind=RUN, keys=[str(message.pk)])
        publish(MessageStopped(message_id=str(message.pk), sent=message.sent), actor=by)
    return message


def _hold_todays_share(wanted: int) -> None:
    """Raises TooMany where these copies would be too many. Those who ask at once go one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"messages {schema_name()}"])
    if wanted > (free := MOST_A_DAY - copies_today()):
        message = _(
            "A business sends at most %(most)d messages in 24 hours. %(free)d are free now, and this has %(wanted)d."
        )
        raise TooMany(message % {"most": MOST_A_DAY, "free": max(free, 0), "wanted": wanted})


def copies_today() -> int:
    """Count what went out or is to go out of the last 24 hours' messages."""
    on_its_way = When(state=ClientMessage.State.SENDING, then=F("expected"))
    messages = ClientMessage.objects.filter(created_at__gt=timezone.now() - DAY)
    found: int | None = messages.aggregate(copies=Sum(Case(on_its_way, default=F("sent"))))["copies"]
    return found or 0
