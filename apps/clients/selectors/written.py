"""What the profile shows of notes and contacts: pinned ones, what is to be followed up, and what lines of the timeline say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import BooleanField, DateField, F, Q, Value
from django.utils import timezone

from apps.clients.models.contact import OPEN
from apps.clients.selectors.notes import contacts_of, notes_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from apps.accounts.models import User

NO, NO_DAY = Value(value=False, output_field=BooleanField()), Value(None, output_field=DateField())


@dataclass(frozen=True, slots=True)
class Written:
    """A note (`way` is empty) or a contact. `settled_at`: when a note was rewritten, or a contact followed up."""

    id: UUID
    way: str
    text: str
    at: dt.datetime
    by_id: UUID | None
    by: str | None
    is_pinned: bool
    about_health: bool
    follow_up_on: dt.date | None
    settled_at: dt.datetime | None

    @property
    def is_open(self) -> bool:
        return self.follow_up_on is not None and self.settled_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.follow_up_on is not None and self.follow_up_on < timezone.localdate()


def written_for_profile(client_id: UUID, user: User, ids: Sequence[str]) -> list[Written]:
    """Return pinned notes, contacts to be followed up, and the notes and contacts of these ids: one query for all.

    What the person may not read, and what is deleted, is not among them.
    """
    notes = notes_of(client_id, user).filter(Q(is_pinned=True) | Q(pk__in=ids)).order_by()
    contacts = contacts_of(client_id).filter(OPEN | Q(pk__in=ids)).order_by()
    rows = notes.values_list(
        *("id", Value(""), "body", "created_at", "author_id", "author__full_name"),
        *("is_pinned", "about_health", NO_DAY, "edited_at"),
    ).union(
        contacts.values_list(
            *("id", "way", "said", "at", "by_id", "by__full_name", NO, NO, F("follow_up_on"), "followed_up_at")
        ),
        all=True,
    )
    found = (Written(*row) for row in rows)
    return sorted(found, key=lambda one: one.at, reverse=True)
