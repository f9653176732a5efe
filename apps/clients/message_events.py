"""What happens to messages of the team. What they say stands with their rows only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.activity.events import Event


@dataclass(frozen=True, kw_only=True)
class MessageAsked(Event):
    """Somebody of the team wrote to clients; `count` is how many could get it then."""

    name: ClassVar[str] = "message.asked"
    icon: ClassVar[str] = "mail"
    message_id: str
    count: int

    def sentence(self) -> str:
        return ngettext("Wrote to %(count)d client", "Wrote to %(count)d clients", self.count) % {"count": self.count}


@dataclass(frozen=True, kw_only=True)
class MessageStopped(Event):
    """A message was stopped while it went out; what was sent stays sent."""

    name: ClassVar[str] = "message.stopped"
    icon: ClassVar[str] = "pause"
    message_id: str
    sent: int

    def sentence(self) -> str:
        return ngettext(
            "Stopped a message after %(count)d copy", "Stopped a message after %(count)d copies", self.sent
        ) % {"count": self.sent}


@dataclass(frozen=True, kw_only=True)
class ClientMessaged(Event):
    """One client's copy of a message went out by e-mail."""

    name: ClassVar[str] = "contact.messaged"
    icon: ClassVar[str] = "mail"
    client_id: str
    message_id: str
    contact_id: str

    def sentence(self) -> str:
        return _("Message to them by e-mail")


@dataclass(frozen=True, kw_only=True)
class MessagesRefused(Event):
    """A client wants no more messages of the team; `way` says how they said so."""

    name: ClassVar[str] = "contact.messages_refused"
    icon: ClassVar[str] = "inbox"
    client_id: str
    way: str

    def sentence(self) -> str:
        return _("Wants no messages of the team")


@dataclass(frozen=True, kw_only=True)
class MessagesWanted(Event):
    """A client wants messages of the team again."""

    name: ClassVar[str] = "contact.messages_wanted"
    icon: ClassVar[str] = "mail"
    client_id: str
    way: str

    def sentence(self) -> str:
        return _("Wants messages of the team again")
