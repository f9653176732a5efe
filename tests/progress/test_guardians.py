"""What a guardian sees of a minor's measurements: all of them, and nothing to change."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.roles import Role
from apps.clients.models import Client, Relation
from apps.clients.services.households import relate
from apps.common.errors import NotAllowed, NotFound
from apps.progress.models import Measurement
from apps.progress.selectors import measurements_visible_to
from apps.progress.services import change_measurement, delete_measurement, restore_deleted
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.progress.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.accounts.models import User
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, ClientFor
    from tests.progress.conftest import Weigh

URL = "/api/v1/measurements/"


@pytest.fixture
def mother(trainer: User) -> Client:
    return ClientFactory(first_name="Ines", last_name="Berg", trainer=trainer, user=UserFactory(role=Role.CLIENT))


@pytest.fixture
def login(mother: Client, began: Client, owner: User) -> User:
    """Anna's mother; Anna is fifteen."""
    Client.objects.filter(pk=began.pk).update(date_of_birth=TODAY - dt.timedelta(days=15 * 366))
    relate(client_id=began.pk, other_id=mother.pk, kind="guardian", by=owner)
    assert mother.user
    return mother.user


def test_pages_show_and_offer_nothing_to_change(
    began: Client, login: User, weigh: Weigh, client_for: ClientFor, assert_queries: AssertQueries
) -> None:
    one, browser = weigh(81_700), client_for(login)
    panel = reverse("dependant_progress_panel", args=[began.pk])
    assert f'hx-get="{panel}"' in browser.get(reverse("family_member", args=[began.pk])).text
    assert "81.7<small>kg</small>" in browser.get(panel).text
    with assert_queries("GET /family/<client>/progress/"):
        page = browser.get(reverse("dependant_progress", args=[began.pk])).text
    assert "81.7\N{NO-BREAK SPACE}kg, down 2.3 since" in page
    entries = browser.get(reverse("dependant_measurement_list", args=[began.pk])).text
    assert "Anna Berg" in entries
    for text in (page, entries):
        assert f"/measurements/{one.pk}/" not in text
    assert browser.get(f"/measurements/{one.pk}/").status_code == 404
    assert browser.post(f"/measurements/{one.pk}/deletion/", {"version": "1"}).status_code == 404
    assert browser.get("/progress/").text.count("81.7") == 0  # it is not hers
    assert Measurement.objects.get().version == 1


def test_over_the_api(began: Client, mother: Client, login: User, weigh: Weigh, api_for: ApiFor) -> None:
    one, own = weigh(81_700), api_for(login).post(URL, {"metric": "weight", "value": 62}, format="json").json()
    api = api_for(login)
    assert {row["id"] for row in api.get(URL).json()["results"]} == {str(one.pk), own["id"]}
    assert [row["id"] for row in api.get(f"{URL}?client={began.pk}").json()["results"]] == [str(one.pk)]
    assert api.get(f"/api/v1/clients/{began.pk}/progress/").json()[0]["change"] == -2.3
    assert api.get(f"/api/v1/clients/{ClientFactory().pk}/progress/").status_code == 404
    new = {"client": str(began.pk), "metric": "weight", "value": 80, "replace": True}
    assert api.post(URL, new, format="json").status_code == 404
    assert api.patch(f"{URL}{one.pk}/", {"value": 80}, format="json").status_code == 403
    assert api.delete(f"{URL}{one.pk}/").status_code == 403
    assert (Measurement.objects.get(client=began).value, own["client"]) == (81_700, str(mother.pk))


def test_services_refuse_to_change(login: User, trainer: User, weigh: Weigh) -> None:
    one = weigh(81_700)
    with pytest.raises(NotAllowed):
        change_measurement(measurement_id=one.pk, by=login, value=80_000)
    delete_measurement(measurement_id=one.pk, by=trainer)
    with pytest.raises(NotFound):
        restore_deleted(measurement_id=one.pk, by=login)
    assert not Measurement.objects.exists()


@pytest.mark.parametrize("end", ["unrelated", "grown", "child archived", "mother archived", "another relation"])
def test_it_ends(
    end: str, began: Client, mother: Client, login: User, weigh: Weigh, client_for: ClientFor, api_for: ApiFor
) -> None:
    one, at = weigh(81_700), timezone.now()
    assert measurements_visible_to(login).exists()
    endings: dict[str, Callable[[], object]] = {
        "unrelated": lambda: Relation.objects.all().delete(),
        "grown": lambda: Client.objects.filter(pk=began.pk).update(date_of_birth=dt.date(2009, 3, 3)),
        "child archived": lambda: Client.objects.filter(pk=began.pk).update(archived_at=at),
        "mother archived": lambda: Client.objects.filter(pk=mother.pk).update(archived_at=at),
        "another relation": lambda: Relation.objects.update(kind="partner", is_primary=False),
    }
    endings[end]()
    assert not measurements_visible_to(login).exists()
    browser = client_for(login)
    for name in ("dependant_progress", "dependant_progress_panel", "dependant_measurement_list"):
        assert browser.get(reverse(name, args=[began.pk])).status_code == 404
    api = api_for(login)
    assert api.get(f"{URL}{one.pk}/").status_code == 404
    assert api.get(f"/api/v1/clients/{began.pk}/progress/").status_code == 404


def test_the_dependant_sees_nothing_of_the_guardian(
    began: Client, mother: Client, login: User, client_for: ClientFor
) -> None:
    assert began.user
    assert client_for(began.user).get(reverse("dependant_progress", args=[mother.pk])).status_code == 404
