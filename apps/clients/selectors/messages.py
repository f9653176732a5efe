"""Reading messages of the team: who gets one, who does not and why, and what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.clients.models import ClientMessage, MessageCopy, MessageOptOut
from apps.clients.selectors.bulk import clients_of_act
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from apps.accounts.models import User
    from apps.clients.models import Client

ARCHIVED = Q(archived_at__isnull=False)
NO_EMAIL = ~ARCHIVED & (Q(email=None) | Q(email=""))
OPTED_OUT = ~ARCHIVED & ~NO_EMAIL & Q(message_opt_out__isnull=False)
LEFT_OUT = ARCHIVED | NO_EMAIL | OPTED_OUT


@dataclass(frozen=True, slots=True)
class Audience:
    """How many a message is for, and how many of them it cannot reach, each counted under the first reason."""

    total: int
    archived: int
    no_email: int
    opted_out: int

    @property
    def reached(self) -> int:
        return self.total - self.archived - self.no_email - self.opted_out


def audience_of(message: ClientMessage, by: User) -> Audience:
    """Count whom a message would reach now. One query."""
    clients = clients_of_act(message, by).order_by().select_related(None)
    counts: dict[str, int] = clients.aggregate(
        total=Count("pk"),
        archived=Count("pk", filter=ARCHIVED),
        no_email=Count("pk", filter=NO_EMAIL),
        opted_out=Count("pk", filter=OPTED_OUT),
    )
    return Audience(**counts)


def reached_first(message: ClientMessage, by: User) -> Client | None:
    """Return one client that it reaches, to show how it reads."""
    return clients_of_act(message, by).exclude(LEFT_OUT).order_by("pk").first()


def not_reached(message: ClientMessage, by: User, most: int) -> list[tuple[Client, str]]:
    """Return the first clients that it does not reach, with the reason."""
    clients = clients_of_act(message, by).filter(LEFT_OUT).select_related("message_opt_out")
    return [(client, why_not(client)) for client in clients.order_by("pk")[:most]]


def why_not(client: Client) -> str:
    """Return why a client gets no message; nothing for one who does. Reads `message_opt_out`."""
    if client.is_archived:
        return _("Archived.")
    if not client.email:
        return _("No e-mail.")
    if hasattr(client, "message_opt_out"):
        return _("Wants no messages.")
    return ""


def messages_visible_to(user: User) -> QuerySet[ClientMessage]:
    """Return one's own messages; those who manage the team see everybody's."""
    messages = ClientMessage.objects.select_related("created_by")
    return messages if user.may(Permission.TEAM_MANAGE) else messages.filter(created_by=user.pk)


def message_for(user: User, message_id: UUID | str, *, lock: bool = False) -> ClientMessage:
    """Return a message that the person may see. Raises NotFound."""
    messages = messages_visible_to(user)
    message = (messages.select_for_update(of=("self",)) if lock else messages).filter(pk=message_id).first()
    if message is None:
        raise NotFound(_("There is no such message."))
    return message


def copies_of(client_id: UUID) -> QuerySet[MessageCopy]:
    """Return the copies for one client, the newest first. The caller has checked that the client may be seen."""
    return MessageCopy.objects.filter(client=client_id).select_related("message__created_by").order_by("-id")


def left_copies(message: ClientMessage, most: int) -> list[MessageCopy]:
    """Return the first clients who did not get it, with the reason."""
    left = message.copies.filter(state=MessageCopy.State.LEFT)
    return list(left.select_related("client").order_by("client_id")[:most])


def opt_out_of(client_id: Any) -> MessageOptOut | None:
    """Return since when and how a client wants no messages."""
    return MessageOptOut.objects.filter(client=client_id).first()
