"""What happens to clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.activity.events import Event


@dataclass(frozen=True, kw_only=True)
class ClientAdded(Event):
    """Somebody entered a client by hand or through the API."""

    name: ClassVar[str] = "client.added"
    icon: ClassVar[str] = "person"
    client_id: str

    def sentence(self) -> str:
        return _("Added as a client")


@dataclass(frozen=True, kw_only=True)
class ClientUpdated(Event):
    """Fields of a client changed; `changed` names them, `change_id` says where before and after are kept."""

    name: ClassVar[str] = "client.updated"
    icon: ClassVar[str] = "edit"
    client_id: str
    changed: list[str]
    change_id: str = ""

    def sentence(self) -> str:
        return _("Changed %(fields)s") % {"fields": ", ".join(str(field_label(name)) for name in self.changed)}


@dataclass(frozen=True, kw_only=True)
class ClientArchived(Event):
    """A client was put aside; rooms above end what is still planned."""

    name: ClassVar[str] = "client.archived"
    icon: ClassVar[str] = "archive"
    client_id: str

    def sentence(self) -> str:
        return _("Archived")


@dataclass(frozen=True, kw_only=True)
class ClientRestored(Event):
    """A client came back from the archive."""

    name: ClassVar[str] = "client.restored"
    icon: ClassVar[str] = "refresh"
    client_id: str

    def sentence(self) -> str:
        return _("Restored from the archive")


@dataclass(frozen=True, kw_only=True)
class ClientInvited(Event):
    """A client was asked to use the app; asked again with another nonce, which makes the earlier link worthless."""

    name: ClassVar[str] = "client.invited"
    icon: ClassVar[str] = "mail"
    client_id: str
    invitation_id: str
    email: str
    nonce: str

    def sentence(self) -> str:
        return _("Invited to the app at %(email)s") % {"email": self.email}


@dataclass(frozen=True, kw_only=True)
class ClientJoined(Event):
    """A client accepted the invitation and signs in by themselves."""

    name: ClassVar[str] = "client.joined"
    icon: ClassVar[str] = "check"
    client_id: str
    user_id: str

    def sentence(self) -> str:
        return _("Joined the app")


@dataclass(frozen=True, kw_only=True)
class ClientAccessEnded(Event):
    """A client's log-in was closed, or the invitation that waited was withdrawn."""

    name: ClassVar[str] = "client.access_ended"
    icon: ClassVar[str] = "shield"
    client_id: str
    had_joined: bool

    def sentence(self) -> str:
        return _("Access to the app ended") if self.had_joined else _("Invitation to the app withdrawn")


@dataclass(frozen=True, kw_only=True)
class ClientsImported(Event):
    """A whole file came in; it stands on the timeline of every client it brought."""

    name: ClassVar[str] = "clients.imported"
    icon: ClassVar[str] = "upload"
    batch_id: str
    file_name: str
    imported: int
    skipped: int

    def sentence(self) -> str:
        return _("Imported from %(file)s") % {"file": self.file_name}


@dataclass(frozen=True, kw_only=True)
class ClientsImportUndone(Event):
    """An import was taken back; clients somebody had touched meanwhile remained."""

    name: ClassVar[str] = "clients.import_undone"
    icon: ClassVar[str] = "trash"
    batch_id: str
    file_name: str
    removed: int
    remained: int

    def sentence(self) -> str:
        return ngettext(
            "Took back the import of %(file)s: %(count)d client removed",
            "Took back the import of %(file)s: %(count)d clients removed",
            self.removed,
        ) % {"file": self.file_name, "count": self.removed}


@dataclass(frozen=True, kw_only=True)
class ClientsExported(Event):
    """Somebody took a list of clients as a file; `query` is the filter it was asked for with."""

    name: ClassVar[str] = "clients.exported"
    icon: ClassVar[str] = "download"
    count: int
    query: dict[str, str]

    def sentence(self) -> str:
        return ngettext("Exported %(count)d client", "Exported %(count)d clients", self.count) % {"count": self.count}


def field_label(name: str) -> str:
    """Return a client's field in words, in the middle of a sentence."""
    return {
        "first_name": _("first name"),
        "last_name": _("last name"),
        "email": _("e-mail"),
        "phone": _("phone"),
        "status": _("status"),
        "trainer": _("trainer"),
        "goal": _("goal"),
        "date_of_birth": _("date of birth"),
        "country": _("country"),
        "emergency_name": _("emergency contact"),
        "emergency_phone": _("emergency phone"),
        "emergency_relation": _("relation of the emergency contact"),
        "notes": _("notes"),
        "health_notes": _("health notes"),
        "member_since": _("client since"),
        "assistants": _("further trainers"),
        "tags": _("tags"),
        "photo": _("photo"),
        "custom": _("custom fields"),
    }.get(name, name.replace("_", " "))
