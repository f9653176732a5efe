"""The demo's notes on clients and its log of contacts: what a studio's team writes down in a month."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from apps.activity.services.history import Past, record_past
from apps.clients.models import ClientContact, ClientNote
from apps.clients.note_events import ContactLogged, FollowUpFinished, NoteAdded

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client

# Days ago, hour, and what was written; P is pinned, H about health.
NOTES: tuple[tuple[int, int, str, str], ...] = (
    (3, 18, "P", "Counts in German when it gets heavy. Do not interrupt a set to correct: wait for the rack."),
    (12, 9, "", "New job from the first of the month: Tuesday mornings become Thursday evenings."),
    (8, 17, "H", "Left shoulder pinches above 90 degrees. Landmine press instead of overhead until we talk again."),
    (20, 19, "P", "Pays by bank transfer, always in the first week. No need to remind."),
    (5, 12, "", "Asked about a plan for the holidays: two hotel-room sessions a week, bands only."),
    (15, 8, "H", "Sleeps five hours at the moment, small child. Keep RPE at 7 and below."),
    (2, 20, "", "First pull-up without a band today! Wants a photo on the wall."),
    (30, 10, "P", "Comes by train: ten minutes late is normal, the session still ends on time."),
)
# Days ago, hour, way, direction, what was said, and in how many days to follow up; None: not at all.
CONTACTS: tuple[tuple[int, int, str, str, str, int | None], ...] = (
    (1, 17, "call", "in", "Cannot make Thursday, asks for a place on Saturday.", 0),
    (4, 11, "call", "out", "No answer, left a message about the missed session.", -1),
    (6, 16, "email", "out", "Sent the invoice for November again.", None),
    (9, 13, "text", "in", "“Knee feels good after Monday, can we do squats?”", None),
    (2, 19, "in_person", "out", "Talked about a second session a week from January. Thinks about it.", 1),
    (13, 10, "call", "in", "Asked about prices for her partner.", 3),
    (7, 15, "text", "out", "Sent the link to the warm-up video.", None),
)
EVERY = 2  # a note or a contact for each second client


def add_notes(*, clients: list[Client], team: list[User]) -> None:
    """Give every second client a note and a contact, and some of the follow-ups are done."""
    past: list[Past] = []
    notes, contacts = [], []
    for number, client in enumerate(clients[::EVERY]):
        by = team[number % len(team)]
        notes.append(_note(client, by if by.is_coach else team[0], NOTES[number % len(NOTES)], past))
        contacts.append(_contact(client, by, number, past))
    ClientNote.objects.bulk_create(notes)
    ClientContact.objects.bulk_create(contacts)
    record_past(sorted(past, key=lambda one: one.at))


def _note(client: Client, by: User, row: tuple[int, int, str, str], past: list[Past]) -> ClientNote:
    days, hour, marks, body = row
    at = _at(days, hour)
    note = ClientNote(
        client=client, author=by, body=body, is_pinned="P" in marks, about_health="H" in marks, created_at=at
    )
    facts: dict[str, Any] = {"client_id": str(client.pk), "note_id": str(note.pk), "about_health": note.about_health}
    past.append(Past(NoteAdded(**facts), at=at, actor=by, client_ids=[client.pk]))
    return note


def _contact(client: Client, by: User, number: int, past: list[Past]) -> ClientContact:
    days, hour, way, direction, said, follow_up = CONTACTS[number % len(CONTACTS)]
    at = _at(days, hour)
    contact = ClientContact(client=client, by=by, way=way, direction=direction, said=said, at=at, created_at=at)
    facts = {"client_id": str(client.pk), "contact_id": str(contact.pk), "way": way, "direction": direction}
    past.append(Past(ContactLogged(**facts), at=at, actor=by, client_ids=[client.pk]))
    if follow_up is not None:
        contact.follow_up_on = timezone.localdate() + dt.timedelta(days=follow_up)
        if number >= len(CONTACTS):  # those of earlier weeks are done
            contact.follow_up_on, contact.followed_up_at = _at(days - 1, 9).date(), _at(days - 1, 9)
            contact.followed_up_by = by
            done = Past(FollowUpFinished(**facts), at=contact.followed_up_at, actor=by, client_ids=[client.pk])
            past.append(done)
    return contact


def _at(days: int, hour: int) -> dt.datetime:
    """Return a full hour some days ago, and never one that is still to come."""
    then = timezone.localtime() - dt.timedelta(days=days)
    return then.replace(hour=hour, minute=10, second=0, microsecond=0)
