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
class ClientMerged(Event):
    """Another client, `merged_id`, became part of this one."""

    name: ClassVar[str] = "client.merged"
    icon: ClassVar[str] = "swap"
    client_id: str
    merged_id: str
    merge_id: str

    def sentence(self) -> str:
        return _("Merged with a duplicate")


@dataclass(frozen=True, kw_only=True)
class ClientsParted(Event):
    """A merge was undone: `parted_id` is a client of their own again."""

    name: ClassVar[str] = "client.parted"
    icon: ClassVar[str] = "swap"
    client_id: str
    parted_id: str
    merge_id: str

    def sentence(self) -> str:
        return _("Merge undone: two clients again")


@dataclass(frozen=True, kw_only=True)
class ClientExported(Event):
    """Somebody asked for a file with everything about a client."""

    name: ClassVar[str] = "client.exported"
    icon: ClassVar[str] = "download"
    client_id: str

    def sentence(self) -> str:
        return _("Everything about them exported")


@dataclass(frozen=True, kw_only=True)
class ErasureAsked(Event):
    """A client is to be erased for good when the days of grace are over."""

    name: ClassVar[str] = "client.erasure_asked"
    icon: ClassVar[str] = "trash"
    client_id: str

    def sentence(self) -> str:
        return _("To be erased for good")


@dataclass(frozen=True, kw_only=True)
class ErasureTakenBack(Event):
    """The erasure was cancelled in time."""

    name: ClassVar[str] = "client.erasure_cancelled"
    icon: ClassVar[str] = "refresh"
    client_id: str

    def sentence(self) -> str:
        return _("Not to be erased after all")


@dataclass(frozen=True, kw_only=True)
class ClientErased(Event):
    """A client was erased for good; `counts` says how many rows of which kind, nothing says who it was."""

    name: ClassVar[str] = "client.erased"
    icon: ClassVar[str] = "trash"
    erasure_id: str
    counts: dict[str, int]

    def sentence(self) -> str:
        return _("A client was erased for good")


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


@dataclass(frozen=True, kw_only=True)
class ClientsTagged(Event):
    """Tags of many clients changed at once; it stands on the timeline of each."""

    name: ClassVar[str] = "clients.tagged"
    icon: ClassVar[str] = "tag"
    added: list[str]
    removed: list[str]

    def sentence(self) -> str:
        words = {"added": ", ".join(self.added), "removed": ", ".join(self.removed)}
        if self.added and self.removed:
            return _("Tagged %(added)s instead of %(removed)s") % words
        return (_("Tagged %(added)s") if self.added else _("Tag removed: %(removed)s")) % words


@dataclass(frozen=True, kw_only=True)
class ClientsReassigned(Event):
    """All clients of a trainer were handed over; `to_id` is empty when nobody took them."""

    name: ClassVar[str] = "clients.reassigned"
    icon: ClassVar[str] = "swap"
    from_id: str
    from_name: str
    to_id: str
    to_name: str

    def sentence(self) -> str:
        words = {"before": self.from_name, "after": self.to_name}
        left, handed_over = _("No longer trained by %(before)s"), _("Handed over from %(before)s to %(after)s")
        return (handed_over if self.to_name else left) % words


@dataclass(frozen=True, kw_only=True)
class TagChanged(Event):
    """A tag has another name."""

    name: ClassVar[str] = "tag.renamed"
    icon: ClassVar[str] = "tag"
    tag_id: str
    before: str
    after: str

    def sentence(self) -> str:
        return _("Tag “%(before)s” renamed to “%(after)s”") % {"before": self.before, "after": self.after}


@dataclass(frozen=True, kw_only=True)
class TagEnded(Event):
    """A tag was deleted, or `into` took its place."""

    name: ClassVar[str] = "tag.ended"
    icon: ClassVar[str] = "trash"
    tag_id: str
    tag: str
    into: str

    def sentence(self) -> str:
        words = {"tag": self.tag, "into": self.into}
        return _("Tag “%(tag)s” merged into “%(into)s”") % words if self.into else _("Tag “%(tag)s” deleted") % words


@dataclass(frozen=True, kw_only=True)
class CustomFieldChanged(Event):
    """A field of the business's own was added, changed, archived, restored or deleted: `how` says which."""

    name: ClassVar[str] = "custom_field.changed"
    icon: ClassVar[str] = "edit"
    field_id: str
    field: str
    how: str

    def sentence(self) -> str:
        how = {"added": _("added"), "changed": _("changed"), "archived": _("archived"), "restored": _("restored")}
        return _("Field “%(field)s” %(how)s") % {"field": self.field, "how": how.get(self.how, _("deleted"))}


@dataclass(frozen=True, kw_only=True)
class HouseholdChanged(Event):
    """`second` became, or is no longer, `kind` of `first`; `other_id` is empty for somebody who is no client."""

    name: ClassVar[str] = "client.household_changed"
    icon: ClassVar[str] = "clients"
    client_id: str
    other_id: str
    kind: str
    first: str
    second: str
    is_added: bool

    def sentence(self) -> str:
        words = {"first": self.first, "second": self.second}
        added, ended = _("Household: %(first)s and %(second)s"), _("Household: %(first)s and %(second)s no longer")
        return (added if self.is_added else ended) % words


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
