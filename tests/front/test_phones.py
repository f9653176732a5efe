"""A phone number in a form: the country beside the number, E.164 as its value."""

from __future__ import annotations

import pytest

from apps.common import phones
from apps.common.widgets import PhoneInput

COUNTRIES = [("GB", "United Kingdom"), ("SE", "Sweden"), ("XX", "Nowhere")]


@pytest.mark.parametrize(
    ("number", "country", "joined"),
    [
        ("070-123 45 67", "SE", "+46701234567"),
        ("07400 123456", "GB", "+447400123456"),
        ("+46 70 123 45 67", "GB", "+46701234567"),
        ("12", "SE", "+46 12"),
        ("call me", "SE", "+46 call me"),
        ("  ", "SE", ""),
    ],
)
def test_what_was_typed_becomes_one_text(number: str, country: str, joined: str) -> None:
    data = {"phone_country": country, "phone_number": number}
    value = PhoneInput(COUNTRIES, home="GB").value_from_datadict(data, {}, "phone")
    assert value.replace(" ", "") == joined.replace(" ", "")


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("+46701234567", ("SE", "070-123 45 67")),
        ("+46 12", ("SE", "12")),
        ("07400 123456", ("GB", "07400 123456")),
        ("call me", ("GB", "call me")),
    ],
)
def test_a_value_is_shown_as_people_there_write_it(value: str, parts: tuple[str, str]) -> None:
    assert phones.split(value, "GB") == parts


def test_the_list_begins_at_home_and_holds_places_with_a_prefix() -> None:
    html = PhoneInput(COUNTRIES, home="SE").render("phone", "+447400123456", {"id": "id_phone"})
    assert html.index("+46 Sweden") < html.index("+44 United Kingdom")
    assert "Nowhere" not in html
    assert '<option value="GB" selected>' in html
    assert 'value="07400 123456"' in html
    assert ">+44</span>" in html
    assert PhoneInput(COUNTRIES, home="SE").id_for_label("id_phone") in html
