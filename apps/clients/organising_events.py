"""How a business keeps its clients in order: tags, fields of its own, trainers, households."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from apps.activity.events import Event


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
