"""What happens to notes and logged contacts. What they say stands with their rows only: not everybody reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from apps.activity.events import Event


@dataclass(frozen=True, kw_only=True)
class NoteFacts:
    """What every event of a note tells."""

    client_id: str
    note_id: str
    about_health: bool


@dataclass(frozen=True, kw_only=True)
class NoteAdded(NoteFacts, Event):
    """Somebody of the team wrote a note."""

    name: ClassVar[str] = "note.added"
    icon: ClassVar[str] = "note"

    def sentence(self) -> str:
        return _("Health note") if self.about_health else _("Note")


@dataclass(frozen=True, kw_only=True)
class NoteChanged(NoteFacts, Event):
    """A note was rewritten, pinned or unpinned: `how` says which."""

    name: ClassVar[str] = "note.changed"
    icon: ClassVar[str] = "edit"
    how: str

    def sentence(self) -> str:
        return {"pinned": _("Note pinned"), "unpinned": _("Note no longer pinned")}.get(self.how, _("Note rewritten"))


@dataclass(frozen=True, kw_only=True)
class NoteDeleted(NoteFacts, Event):
    name: ClassVar[str] = "note.deleted"
    icon: ClassVar[str] = "trash"

    def sentence(self) -> str:
        return _("Note deleted")


@dataclass(frozen=True, kw_only=True)
class NoteRestored(NoteFacts, Event):
    name: ClassVar[str] = "note.restored"
    icon: ClassVar[str] = "refresh"

    def sentence(self) -> str:
        return _("Deleted note brought back")


@dataclass(frozen=True, kw_only=True)
class ContactFacts:
    """What every event of a logged contact tells."""

    client_id: str
    contact_id: str
    way: str
    direction: str


@dataclass(frozen=True, kw_only=True)
class ContactLogged(ContactFacts, Event):
    """Somebody of the team wrote down that they were in touch with a client."""

    name: ClassVar[str] = "contact.logged"
    icon: ClassVar[str] = "message"

    def sentence(self) -> str:
        return contact_words(self.way, self.direction)


@dataclass(frozen=True, kw_only=True)
class ContactChanged(ContactFacts, Event):
    name: ClassVar[str] = "contact.changed"
    icon: ClassVar[str] = "edit"

    def sentence(self) -> str:
        return _("Logged contact changed")


@dataclass(frozen=True, kw_only=True)
class ContactDeleted(ContactFacts, Event):
    name: ClassVar[str] = "contact.deleted"
    icon: ClassVar[str] = "trash"

    def sentence(self) -> str:
        return _("Logged contact deleted")


@dataclass(frozen=True, kw_only=True)
class ContactRestored(ContactFacts, Event):
    name: ClassVar[str] = "contact.restored"
    icon: ClassVar[str] = "refresh"

    def sentence(self) -> str:
        return _("Deleted contact brought back")


@dataclass(frozen=True, kw_only=True)
class FollowUpFinished(ContactFacts, Event):
    """The client was reached again, as a contact asked for."""

    name: ClassVar[str] = "contact.followed_up"
    icon: ClassVar[str] = "check"

    def sentence(self) -> str:
        return _("Followed up")


@dataclass(frozen=True, kw_only=True)
class FollowUpReopened(ContactFacts, Event):
    name: ClassVar[str] = "contact.follow_up_reopened"
    icon: ClassVar[str] = "refresh"

    def sentence(self) -> str:
        return _("Still to be followed up")


def contact_words(way: str, direction: str) -> str:
    """Return how the two were in touch: "They called"."""
    return {
        ("call", "out"): _("Called them"),
        ("call", "in"): _("They called"),
        ("text", "out"): _("Text message to them"),
        ("text", "in"): _("Text message from them"),
        ("email", "out"): _("E-mail to them"),
        ("email", "in"): _("E-mail from them"),
        ("in_person", "out"): _("Talked in person"),
        ("in_person", "in"): _("Talked in person"),
        ("letter", "out"): _("Letter sent by the product"),
    }.get((way, direction), way)
