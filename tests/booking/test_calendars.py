"""Files for calendars: what letters carry, and the private feed."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from apps.accounts.models import User
from apps.booking.services import write_to_clients
from apps.booking.services.feeds import address_of_feed, renew_feed
from apps.common.errors import NotAllowed
from apps.sessions.services import Details, cancel_session, move_session, schedule_session
from tests.booking.conftest import NOON
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession
    from tests.harness.people import ApiFor, Browser, ClientFor
    from tests.harness.tasks import RunCommitHooks

pytestmark = pytest.mark.usefixtures("business")
HOUR = timedelta(hours=1)


def book(trainer: User, client: Client) -> TrainingSession:
    details = Details(title="Strength", location="Rack 2", notes="Knee is weak")
    return schedule_session(
        by=trainer, trainer_id=trainer.pk, client_ids=[client.pk], starts_at=NOON, duration=HOUR, details=details
    )


def invited(letter: Any) -> dict[str, Any]:
    """Return what a calendar reads from a letter."""
    (part,) = letter.attachments
    found = Calendar.from_ical(part.get_payload(decode=True))
    (event,) = found.walk("VEVENT")
    return {
        "method": str(found["METHOD"]),
        "type": part.get_param("method"),
        "uid": str(event["UID"]),
        "sequence": event["SEQUENCE"],
        "start": event.decoded("DTSTART").astimezone(UTC),
        "status": str(event["STATUS"]),
        "to": str(event["ATTENDEE"]),
    }


def test_letters_follow_a_session_through_its_life(
    trainer: User,
    owner: User,
    ines: Client,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
    mailoutbox: list[Any],
) -> None:
    with run_commit_hooks():
        book(trainer, ClientFactory(email="other@mail.example", trainer=trainer))
    assert mailoutbox == []  # the business has not asked for letters
    with pytest.raises(NotAllowed):
        write_to_clients(by=trainer, wanted=True)
    write_to_clients(by=owner, wanted=True)
    with run_commit_hooks():
        session = schedule_session(by=owner, trainer_id=owner.pk, client_ids=[ines.pk], starts_at=NOON, duration=HOUR)
        move_session(session_id=session.pk, by=owner, starts_at=NOON + HOUR, duration=HOUR)
    with run_commit_hooks():
        cancel_session(session_id=session.pk, by=owner, cancelled_by="trainer", reason="Secret reason")
    first, moved, off = mailoutbox
    assert [letter.to for letter in mailoutbox] == [["Ines Carvalho <ines@mail.example>"]] * 3
    assert moved.subject == "Moved to Tue 2, 13:00"
    told = [invited(letter) for letter in mailoutbox]
    assert {one["uid"] for one in told} == {str(session.pk)}
    assert {one["to"] for one in told} == {"mailto:ines@mail.example"}
    assert [one["method"] for one in told] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [one["type"] for one in told] == ["REQUEST", "REQUEST", "CANCEL"]
    assert told[2]["sequence"] > told[1]["sequence"] > 0
    assert (told[1]["start"], told[2]["status"]) == (NOON + HOUR, "CANCELLED")
    everything = "".join(str(letter.message()) for letter in (first, moved, off))
    assert "Secret reason" not in everything


def test_a_feed_shows_sessions_to_who_has_its_address(
    anonymous: Browser, client_for: ClientFor, trainer: User, ines: Client
) -> None:
    session = book(trainer, ines)
    path = "/" + address_of_feed(trainer).split("/", 3)[3]
    assert path in client_for(trainer).get("/calendar/feed/").text
    answer = anonymous.get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Ines Carvalho", "Rack 2")
    assert event.decoded("DTSTART") == NOON
    assert b"Knee" not in answer.content
    assert anonymous.get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    move_session(session_id=session.pk, by=trainer, starts_at=NOON + HOUR, duration=HOUR)
    assert anonymous.get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 200
    theirs = "/" + address_of_feed(User.objects.get(pk=str(ines.user_id))).split("/", 3)[3]
    (event,) = Calendar.from_ical(anonymous.get(theirs).content).walk("VEVENT")
    assert str(event["SUMMARY"]) == f"Strength, {trainer.full_name}"
    cancel_session(session_id=session.pk, by=trainer, cancelled_by="client")
    assert Calendar.from_ical(anonymous.get(theirs).content).walk("VEVENT") == []


def test_a_feed_ends_when_it_is_renewed_or_its_person_leaves(
    anonymous: Browser, api_for: ApiFor, trainer: User
) -> None:
    api = api_for(trainer)
    old = "/" + api.get("/api/v1/me/calendar-feed/").json()["address"].split("/", 3)[3]
    new = "/" + renew_feed(by=trainer).split("/", 3)[3]
    assert [anonymous.get(path).status_code for path in (old, new)] == [404, 200]
    forged = new.replace(new.split("/")[3][-4:], "0000")
    assert anonymous.get(forged).status_code == 404
    trainer.deactivate()
    trainer.save()
    assert anonymous.get(new).status_code == 404
