"""Pages of progress: the panel, the charts, writing down, one's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from apps.accounts.models import User
from apps.clients.services.intake.filling import Filler
from apps.clients.services.intake.goals import add_goal
from apps.progress.models import Measurement, MeasurementChange
from tests.factories.clients import ClientFactory
from tests.progress.conftest import TODAY, ago

if TYPE_CHECKING:
    from apps.clients.models import Client
    from tests.harness.counting import AssertQueries
    from tests.harness.people import Browser, ClientFor
    from tests.progress.conftest import Weigh


@pytest.fixture
def desk(trainer: User, client_for: ClientFor) -> Browser:
    return client_for(trainer)


def test_the_panel_says_the_change_since_the_start(
    began: Client, trainer: User, desk: Browser, weigh: Weigh, assert_queries: AssertQueries
) -> None:
    weigh(81_700)
    add_goal(
        client_id=began.pk, filler=Filler.signed_in(trainer), kind="weight", text="Lighter", target="80", unit="kg"
    )
    with assert_queries("GET /clients/<client>/progress-panel/"):
        page = desk.get(f"/clients/{began.pk}/progress-panel/").text
    assert '<span class="good">\N{MINUS SIGN}2.3</span>' in page
    assert "81.7<small>kg</small>" in page
    assert f'hx-get="/clients/{began.pk}/progress-panel/"' in desk.get(f"/clients/{began.pk}/").text


def test_charts_in_the_readers_units(
    began: Client, trainer: User, client_for: ClientFor, weigh: Weigh, assert_queries: AssertQueries
) -> None:
    User.objects.filter(pk=trainer.pk).update(weight_unit="lb", length_unit="in")
    for week in range(5):
        weigh(82_000 - 100 * week, days=28 - 7 * week)
    desk = client_for(User.objects.get(pk=trainer.pk))
    with assert_queries("GET /clients/<client>/progress/"):
        page = desk.get(f"/clients/{began.pk}/progress/").text
    assert "179.9\N{NO-BREAK SPACE}lb, down 5.3 since" in page
    assert "35.4\N{NO-BREAK SPACE}in" in page
    assert "style=" not in re.sub(r"<head>.*</head>", "", page, flags=re.DOTALL)
    recent = desk.get(f"/clients/{began.pk}/progress/?range=3m").text
    assert "179.9\N{NO-BREAK SPACE}lb, down 0.9 since" in recent
    assert "Nothing was measured in this time." in recent


def test_several_at_once_and_a_day_that_has_a_value(began: Client, desk: Browser, weigh: Weigh) -> None:
    url = f"/clients/{began.pk}/measurements/"
    assert 'data-from="84"' in desk.get(url).text
    sent = {"taken_on": TODAY.isoformat(), "weight": "81,7", "waist": "88.5", "note": "Rested"}
    assert desk.post(url, sent)["Location"] == f"/clients/{began.pk}/progress/"
    assert desk.post(url, sent).status_code == 302
    assert set(Measurement.objects.values_list("metric", "value", "note")) == {
        ("weight", 81_700, "Rested"),
        ("waist", 885, "Rested"),
    }
    clash = desk.post(url, sent | {"weight": "82"})
    assert clash.status_code == 409
    assert "81.7\N{NO-BREAK SPACE}kg is written down for this day." in clash.text
    assert 'name="replace"' in clash.text
    assert desk.post(url, sent | {"weight": "82", "replace": "on"}).status_code == 302
    assert Measurement.objects.get(metric="weight").value == 82_000
    for wrong, words in (
        ({"weight": "8"}, "Between 20\N{NO-BREAK SPACE}kg and 400\N{NO-BREAK SPACE}kg, please."),
        ({"weight": "heavy"}, "“heavy” is no number."),
        ({"taken_on": "2028-01-01", "weight": "80"}, "2028-01-01 is in the future."),
        ({"weight": "", "waist": ""}, "Write down at least one value."),
    ):
        answer = desk.post(url, sent | wrong)
        assert (answer.status_code, words in answer.text) == (422, True), words


def test_correcting_deleting_and_undo(
    began: Client, desk: Browser, weigh: Weigh, assert_queries: AssertQueries
) -> None:
    one = weigh(81_700)
    url = f"/measurements/{one.pk}/"
    form = {"version": "1", "value": "81.2", "taken_on": ago(1).isoformat(), "note": ""}
    assert desk.post(url, form).status_code == 302
    assert desk.post(url, form | {"value": "80"}).status_code == 409
    with assert_queries("GET /measurements/<measurement>/"):
        page = desk.get(url).text
    assert "81.7\N{NO-BREAK SPACE}kg" in page
    assert desk.post(f"{url}deletion/", {"version": "1"})["Location"] == url
    assert desk.post(f"{url}deletion/", {"version": "2"})["Location"] == f"/clients/{began.pk}/progress/"
    deletion = MeasurementChange.objects.filter(after__isnull=True).get()
    undo = f"/measurement-changes/{deletion.pk}/restoration/"
    assert undo in desk.get(f"/clients/{began.pk}/progress/").text
    assert desk.post(undo).status_code == 302
    assert Measurement.objects.get().value == 81_200


def test_a_client_has_the_same_for_themselves(
    began: Client, owner: User, client_for: ClientFor, weigh: Weigh, assert_queries: AssertQueries
) -> None:
    assert began.user
    browser, teams = client_for(began.user), weigh(82_000, days=3)
    assert 'hx-get="/progress/panel/"' in browser.get("/").text
    assert browser.post("/progress/measurements/", {"taken_on": TODAY.isoformat(), "weight": "81.7"}).status_code == 302
    with assert_queries("GET /progress/"):
        page = browser.get("/progress/").text
    own = Measurement.objects.get(source="client")
    assert f"/measurements/{own.pk}/" in page
    assert f"/measurements/{teams.pk}/" not in page
    refused = browser.post(
        f"/measurements/{teams.pk}/", {"version": "1", "value": "70", "taken_on": TODAY.isoformat(), "note": ""}
    )
    assert (refused.status_code, "Your trainer measured this" in refused.text) == (422, True)
    assert client_for(owner).post("/progress/settings/", {"clients_log": "nothing"}).status_code == 302
    assert "Your trainer measures for you." in browser.get("/progress/measurements/").text
    assert browser.get(f"/clients/{ClientFactory().pk}/progress/").status_code == 404


def test_a_log_in_without_a_client_is_told(client_user: User, client_for: ClientFor) -> None:
    page = client_for(client_user).get("/progress/")
    assert (page.status_code, "belongs to no client yet" in page.text) == (200, True)


def test_the_list_goes_on(began: Client, desk: Browser, weigh: Weigh, assert_queries: AssertQueries) -> None:
    Measurement.objects.bulk_create(
        Measurement(client=began, metric="weight", value=80_000 + days, taken_on=ago(days), source="staff")
        for days in range(1, 55)
    )
    weigh(81_700)
    with assert_queries("GET /clients/<client>/progress/entries/"):
        page = desk.get(f"/clients/{began.pk}/progress/entries/?metric=weight").text
    older = re.search(r'href="(\?[^"]*cursor=[^"]+)"', page)
    assert older
    rest = desk.get(f"/clients/{began.pk}/progress/entries/{older[1].replace('&amp;', '&')}").text
    assert (page.count('href="/measurements/'), rest.count('href="/measurements/')) == (50, 5)
