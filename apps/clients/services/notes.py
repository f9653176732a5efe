"""The team's notes on a client, one row each. `Client.notes` stays what to keep in mind every time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.activity.services import publish
from apps.clients.models import ClientNote
from apps.clients.models.note import LONGEST_NOTE
from apps.clients.note_events import NoteAdded, NoteChanged, NoteDeleted, NoteRestored
from apps.clients.selectors.notes import notes_readable_by
from apps.clients.services.bin import bin_row, unbin_row
from apps.clients.services.finding import find_present
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import filled, many_lines
from apps.common.errors import Conflict, InvalidInput, NotAllowed, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User

MOST_PINNED = 5


class NoteFields(TypedDict, total=False):
    """What can be said in a note; `about_health` keeps it from those who do not see health."""

    body: str
    about_health: bool
    is_pinned: bool


def add_note(*, client_id: UUID, by: User, note_id: UUID | None = None, **fields: Unpack[NoteFields]) -> ClientNote:
    """Write a note. `note_id` makes the call safe to repeat. Raises InvalidInput by field, NotFound, IllegalTransition."""
    body = _checked(fields.get("body", ""))
    with transaction.atomic():
        client = find_present(client_id, by)
        if note_id and (known := ClientNote.objects.filter(pk=note_id).first()):
            return same_again(known, (known.client_id, known.author_id) == (client.pk, by.pk))
        note = ClientNote(client=client, author=by, body=body, about_health=bool(fields.get("about_health")))
        note.pk = note_id or note.pk
        if fields.get("is_pinned"):
            _pin(note)
        note.save(force_insert=True)
        _tell(NoteAdded(**_facts(note)), note, by)
    return note


def change_note(
    *, client_id: UUID, note_id: UUID, by: User, expected_version: int | None = None, **fields: Unpack[NoteFields]
) -> ClientNote:
    """Rewrite a note, which its author and managers may, or pin and unpin it, which all who read it may.

    Raises InvalidInput by field, NotFound, NotAllowed, StaleVersion, IllegalTransition.
    """
    with transaction.atomic():
        note = _locked(client_id, note_id, by)
        note.check_version(expected_version)
        happened = []
        if "body" in fields or "about_health" in fields:
            check_own(note.author_id, by)
            words = _checked(fields["body"]) if "body" in fields else note.body
            health = fields.get("about_health", note.about_health)
            if note.rewrite(body=words, about_health=health, by=by.pk, at=timezone.now()):
                happened.append("rewritten")
        if fields.get("is_pinned", note.is_pinned) != note.is_pinned:
            happened.append("unpinned" if note.is_pinned else "pinned")
            _unpin(note) if note.is_pinned else _pin(note)
        if happened:
            note.touch()
            note.save()
        for how in happened:
            _tell(NoteChanged(**_facts(note), how=how), note, by)
    return note


def delete_note(*, client_id: UUID, note_id: UUID, by: User, expected_version: int | None = None) -> None:
    """Delete a note: for its author and managers; it can be brought back for a week. Again does nothing.

    Raises NotFound, NotAllowed, StaleVersion, IllegalTransition.
    """
    with transaction.atomic():
        note = _locked(client_id, note_id, by, is_deleted=None)
        check_own(note.author_id, by)
        if note.is_deleted:
            return
        note.check_version(expected_version)
        bin_row(note)
        _tell(NoteDeleted(**_facts(note)), note, by)


def restore_note(*, client_id: UUID, note_id: UUID, by: User) -> ClientNote:
    """Bring a deleted note back, pinned while there is room. Again does nothing. Raises NotFound, NotAllowed, IllegalTransition."""
    with transaction.atomic():
        note = _locked(client_id, note_id, by, is_deleted=None)
        check_own(note.author_id, by)
        if note.is_deleted:
            note.is_pinned = note.is_pinned and _has_room(note)
            unbin_row(note)
            _tell(NoteRestored(**_facts(note)), note, by)
    return note


def may_change(author_id: UUID | None, user: User) -> bool:
    """Say whether somebody may rewrite or delete what was written by whom."""
    return author_id == user.pk or user.may(Permission.NOTES_MANAGE)


def check_own(author_id: UUID | None, by: User) -> None:
    """Let authors and managers pass. Raises NotAllowed."""
    if not may_change(author_id, by):
        raise NotAllowed(_("Only who wrote this, or a manager, may change it."))


def same_again[Row](known: Row, is_same: bool) -> Row:  # noqa: FBT001 - a check
    """Return a row that was made before. Raises Conflict when somebody else made one of that id."""
    if not is_same:
        raise Conflict(_("This was sent before, about somebody else."))
    return known


def _locked(client_id: UUID, note_id: UUID, by: User, *, is_deleted: bool | None = False) -> ClientNote:
    """Return a note that the person reads, locked behind its client. `is_deleted` None: either way."""
    client = find_present(client_id, by)
    notes = notes_readable_by(by).select_for_update(of=("self",)).filter(client=client, pk=note_id)
    note = (notes if is_deleted is None else notes.filter(deleted_at__isnull=not is_deleted)).first()
    if note is None:
        raise NotFound(_("There is no such note."))
    return note


def _checked(body: str) -> str:
    try:
        return filled(many_lines(body, longest=LONGEST_NOTE), _("Write something first."))
    except Refused as refusal:
        raise InvalidInput({"body": refusal.reason}) from refusal


def _pin(note: ClientNote) -> None:
    if not _has_room(note):
        raise InvalidInput({"is_pinned": _("%(most)d notes are pinned: unpin one first.") % {"most": MOST_PINNED}})
    note.is_pinned = True


def _unpin(note: ClientNote) -> None:
    note.is_pinned = False


def _has_room(note: ClientNote) -> bool:
    """Say whether one more may be pinned; the client's row is locked, so that two at once are counted."""
    pinned = ClientNote.objects.filter(client=note.client_id, is_pinned=True, deleted_at=None).exclude(pk=note.pk)
    return pinned.count() < MOST_PINNED


def _facts(note: ClientNote) -> dict[str, Any]:
    return {"client_id": str(note.client_id), "note_id": str(note.pk), "about_health": note.about_health}


def _tell(event: NoteAdded | NoteChanged | NoteDeleted | NoteRestored, note: ClientNote, by: User) -> None:
    publish(event, actor=by, client_ids=[note.client_id])
