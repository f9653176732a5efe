"""What people set for themselves: the page and the API say the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.services.profile import change_profile
from apps.accounts.units import length_unit, weight_unit
from apps.activity.models import Activity
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from apps.common.business import BusinessRef
    from tests.harness.people import ApiFor, Browser, ClientFor


def test_units_on_the_page(client_for: ClientFor, trainer: User) -> None:
    browser = client_for(trainer)
    body = {"full_name": trainer.full_name, "time_zone": "", "weight_unit": "lb", "length_unit": "in"}
    assert browser.post(reverse("account"), body).status_code == 302
    trainer.refresh_from_db()
    assert (trainer.weight_unit, trainer.length_unit) == ("lb", "in")
    assert Activity.objects.get().payload["fields"] == ["weight_unit", "length_unit"]
    assert browser.post(reverse("account"), {**body, "weight_unit": "stone"}).status_code == 422


def test_units_over_the_api(api_for: ApiFor, trainer: User) -> None:
    api = api_for(trainer)
    before = api.get("/api/v1/me/").json()
    assert (before["weight_unit"], before["units"]) == ("", {"weight": "kg", "length": "cm"})
    after = api.patch("/api/v1/me/", {"weight_unit": "lb"}, format="json").json()
    assert (after["weight_unit"], after["units"]) == ("lb", {"weight": "lb", "length": "cm"})
    assert (after["full_name"], after["has_two_step"]) == (trainer.full_name, False)
    wrong = api.patch("/api/v1/me/", {"length_unit": "ell"}, format="json")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["length_unit"])


def test_the_country_decides_for_who_does_not(business: BusinessRef, trainer: User) -> None:
    us = replace(business, country="US")
    assert (weight_unit(trainer, us.country), length_unit(trainer, us.country)) == ("lb", "in")
    assert (weight_unit(trainer, "DE"), length_unit(trainer, "DE")) == ("kg", "cm")
    trainer.weight_unit = "kg"
    assert (weight_unit(trainer, "US"), length_unit(trainer, "US")) == ("kg", "in")


def test_the_service_knows_its_units(trainer: User) -> None:
    with pytest.raises(InvalidInput) as caught:
        change_profile(user=trainer, values={"weight_unit": "cm"})
    assert caught.value.fields == {"weight_unit": ["Not a unit we know. Use kg, lb."]}


def test_dates_and_words_as_the_person_reads_them(client_for: ClientFor, api_for: ApiFor, trainer: User) -> None:
    browser, machine = client_for(trainer), api_for(trainer)
    page = reverse("team_member", args=[trainer.pk])
    User.objects.filter(pk=trainer.pk).update(created_at=dt.datetime(2026, 11, 5, 12, tzinfo=dt.UTC))
    answer = browser.get(page)
    assert ("5 November 2026" in answer.content.decode(), answer["Content-Language"]) == (True, "en-gb")
    form = {"full_name": trainer.full_name, "language": "en-us"}
    assert browser.post(reverse("account"), form).status_code == 302
    answer = browser.get(page)
    assert ("November 5, 2026" in answer.content.decode(), answer["Content-Language"]) == (True, "en-us")
    assert 'lang="en-us"' in answer.content.decode()
    assert machine.get("/api/v1/me/")["Content-Language"] == "en-us"
    assert machine.get("/api/v1/me/").json()["locale"] == "en-us"
    refused = machine.patch("/api/v1/me/", {"language": "tlh"}, format="json")
    assert list(refused.json()["errors"]) == ["language"]
    machine.patch("/api/v1/me/", {"language": ""}, format="json")
    assert machine.get("/api/v1/me/").json()["locale"] == "en-gb"


def test_the_theme_goes_with_the_account(
    client_for: ClientFor, api_for: ApiFor, anonymous: Browser, trainer: User
) -> None:
    here, there = client_for(trainer), client_for(trainer)
    here.post("/theme/", {"theme": "dark"})
    assert 'data-theme="dark"' in there.get("/account/").content.decode()
    there.post("/theme/", {"theme": ""})
    assert "data-theme=" not in here.get("/account/").content.decode()  # whatever its cookie says
    machine = api_for(trainer)
    assert machine.patch("/api/v1/me/", {"theme": "light"}, format="json").json()["theme"] == "light"
    assert 'data-theme="light"' in there.get("/account/").content.decode()
    assert machine.patch("/api/v1/me/", {"theme": "pink"}, format="json").status_code == 400
    anonymous.post("/theme/", {"theme": "dark"})
    assert 'data-theme="dark"' in anonymous.get("/accounts/login/").content.decode()
