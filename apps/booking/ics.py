"""Sessions as iCalendar (RFC 5545): times in UTC, the session's id as UID, its version as SEQUENCE. No notes, no health."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from apps.common.business import current

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apps.sessions.models import TrainingSession

PRODUCT = "-//MectoFitness//Sessions//EN"


def invitation(session: TrainingSession, *, summary: str, to: str, name: str, is_off: bool) -> bytes:
    """Return what a calendar takes from a letter: the session to keep, or where it `is_off` for them to strike out.

    Calendars find it again by its UID, and believe the highest SEQUENCE.
    """
    found = _calendar("CANCEL" if is_off else "REQUEST")
    event = _event(session, summary)
    if is_off:
        event["status"] = vText("CANCELLED")
    event["organizer"] = _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], current().name)
    guest = _address(to, name)
    guest.params["PARTSTAT"], guest.params["RSVP"] = vText("ACCEPTED"), vText("FALSE")
    event.add("attendee", guest, encode=False)
    found.add_component(event)
    return bytes(found.to_ical())


def calendar_of(sessions: Iterable[tuple[TrainingSession, str]], *, name: str) -> bytes:
    """Return a calendar to subscribe to, of sessions and what each is called."""
    found = _calendar("PUBLISH")
    found.add("x-wr-calname", name)
    found.add("refresh-interval", "PT1H", parameters={"VALUE": "DURATION"}, encode=False)
    for session, summary in sessions:
        found.add_component(_event(session, summary))
    return bytes(found.to_ical())


def _calendar(method: str) -> Calendar:
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", method)
    return found


def _event(session: TrainingSession, summary: str) -> Event:
    event = Event()
    event.add("uid", str(session.pk))
    event.add("sequence", session.version)
    event.add("dtstamp", _utc(session.updated_at))
    event.add("dtstart", _utc(session.starts_at))
    event.add("dtend", _utc(session.ends_at))
    event.add("summary", summary)
    event.add("status", "CANCELLED" if session.state == "cancelled" else "CONFIRMED")
    if session.where:
        event.add("location", session.where)
    if session.video_link:
        event.add("url", session.video_link)
    return event


def _address(email: str, name: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{email}")
    found.params["CN"] = vText(name)
    return found


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
