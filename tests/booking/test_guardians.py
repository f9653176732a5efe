"""A guardian books, moves and cancels for the minor whose guardian they are, and for nobody else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from apps.booking.services import open_groups_to_clients
from apps.clients.models import Client, Relation
from apps.sessions.models import TrainingSession
from tests.booking.conftest import KEY, NOON
from tests.factories.clients import ClientFactory
from tests.factories.sessions import SessionFactory

if TYPE_CHECKING:
    from typing import Any

    from apps.accounts.models import User
    from apps.booking.models import BookableType
    from tests.harness.people import ApiFor, Browser, ClientFor
    from tests.harness.tasks import RunCommitHooks

HOUR = timedelta(hours=1)


@pytest.fixture
def mia(ines: Client, trainer: User) -> Client:
    """A child of Ines, without a log-in and an address of her own."""
    child = ClientFactory(first_name="Mia", email=None, trainer=trainer, date_of_birth=date(2015, 5, 5))
    Relation.objects.create(client=child, other=ines, kind="guardian", is_primary=True)
    return child


@pytest.fixture
def parent(ines: Client, client_for: ClientFor) -> Browser:
    return client_for(ines.user)


def test_a_guardian_books_moves_and_cancels_for_a_child(
    parent: Browser,
    mia: Client,
    first_hour: BookableType,
    trainer: User,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
    mailoutbox: list[Any],
) -> None:
    assert f"/booking/?for={mia.pk}" in parent.get(f"/family/{mia.pk}/").text
    assert parent.get(f"/booking/?for={mia.pk}")["Location"] == f"/book/?for={mia.pk}"
    url = f"/book/{trainer.pk}/types/{first_hour.pk}/"
    assert f"&amp;for={mia.pk}" in parent.get(f"{url}?for={mia.pk}").text
    page = parent.get(f"{url}request/?at=2027-03-02T12:00:00Z&for={mia.pk}").text
    assert f'value="{mia.pk}" required' in page or f'value="{mia.pk}"' in page
    with run_commit_hooks():
        answer = parent.post(f"{url}request/", {"key": KEY, "at": "2027-03-02T12:00:00Z", "client": mia.pk})
    session = TrainingSession.objects.get()
    assert (answer["Location"], session.places.get().client) == (f"/sessions/{session.pk}/", mia)
    own = parent.get(f"/sessions/{session.pk}/").text
    assert ("Move for Mia" in own, "Cancel for Mia" in own) == (True, True)
    move = f"/sessions/{session.pk}/own-move/?client={mia.pk}"
    assert parent.post(move, {"at": "2027-03-03T09:00:00Z"}).status_code == 302
    with run_commit_hooks():
        assert parent.post(f"/sessions/{session.pk}/own-cancellation/?client={mia.pk}").status_code == 302
    session.refresh_from_db()
    assert (session.starts_at, session.state, session.cancelled_by) == (NOON + 21 * HOUR, "cancelled", "client")
    assert [letter.to for letter in mailoutbox] == [["Ines Carvalho <ines@mail.example>"]] * 2
    assert f"For {mia.full_name}." in mailoutbox[0].body


def test_over_the_api_and_each_place_of_a_family_by_itself(
    api_for: ApiFor, ines: Client, mia: Client, first_hour: BookableType, trainer: User, owner: User
) -> None:
    machine = api_for(ines.user)
    asked: dict[str, Any] = {"type": str(first_hour.pk), "trainer": str(trainer.pk), "client": str(mia.pk)}
    assert machine.get("/api/v1/me/bookable-slots/", {**asked, "count": 1}).status_code == 200
    made = machine.post("/api/v1/me/bookings/", {**asked, "starts_at": "2027-03-02T12:00:00Z"})
    assert (made.status_code, TrainingSession.objects.get().places.get().client) == (201, mia)
    open_groups_to_clients(by=owner, wanted=True)
    session = SessionFactory(
        trainer=trainer, clients=[ines, mia], kind="group", capacity=4, starts_at=NOON + 2 * HOUR, title="Club"
    )
    gone = machine.post(f"/api/v1/me/bookings/{session.pk}/cancellation/", {"client": str(mia.pk)})
    assert (gone.status_code, session.places.get(attendance="booked").client) == (200, ines)
    again = machine.post(f"/api/v1/me/groups/{session.pk}/places/", {"client": str(mia.pk)})
    assert (again.status_code, session.places.filter(attendance="booked").count()) == (201, 2)


@pytest.mark.parametrize("end", ["grown up", "archived", "no relation"])
def test_it_ends_when_the_relation_ends(
    parent: Browser, ines: Client, mia: Client, first_hour: BookableType, trainer: User, end: str
) -> None:
    session = SessionFactory(trainer=trainer, clients=[mia], starts_at=NOON, ends_at=NOON + HOUR)
    if end == "grown up":
        Client.objects.filter(pk=mia.pk).update(date_of_birth=date(2009, 3, 1))
    elif end == "archived":
        Client.objects.filter(pk=mia.pk).update(archived_at=NOON - 30 * HOUR)
    else:
        Relation.objects.all().delete()
    assert parent.post(f"/sessions/{session.pk}/own-cancellation/?client={mia.pk}").status_code == 404
    url = f"/book/{trainer.pk}/types/{first_hour.pk}/request/"
    asked = parent.post(url, {"key": KEY, "at": "2027-03-02T14:00:00Z", "client": mia.pk})
    assert (asked.status_code, TrainingSession.objects.filter(state="scheduled").count()) == (422, 1)
