"""The short ways say the same as Django's long ones."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from apps.common.links import around_the_id, page_address
from apps.common.templatetags.formats import clock_text, day_text
from apps.common.templatetags.markup import attributes, escaped, fill

HOSTILE = "<b>'\"&"
VALUES: list[Any] = [HOSTILE, SafeString("<b>&amp;"), 7, True, None, 1.5, gettext_lazy("Name & <b>")]


@pytest.mark.parametrize("value", VALUES)
def test_values_are_escaped_as_django_does(value: Any) -> None:
    assert escaped(value) == conditional_escape(value)
    made = fill('<i title="{}">{}</i>', value, value)
    assert made == format_html('<i title="{}">{}</i>', value, value)
    assert isinstance(made, SafeString)


def test_attributes_are_written_as_django_does() -> None:
    given = {"title": HOSTILE, "data_x": 3, "hidden": True, "open": False, "for_": SafeString("a&amp;b"), "rel": None}
    dashed = {"title": HOSTILE, "data-x": 3, "hidden": True, "open": False, "for": SafeString("a&amp;b")}
    assert attributes(given) == flatatt(dashed)


def test_each_language_keeps_its_own_clock_and_days() -> None:
    at, day = dt.time(18, 5), dt.date(2020, 3, 9)
    for _ in range(2):
        with translation.override("en-gb"):
            assert (clock_text(at), day_text(day)) == ("18:05", "9 Mar 2020")
        with translation.override("en-us"):
            assert (clock_text(at), day_text(day)) == ("6:05 PM", "Mar 9, 2020")


def test_addresses_are_djangos() -> None:
    before, after = around_the_id("client")
    some = "019a2500-c9c0-717e-8a9f-0a7da95ae20b"
    assert page_address("clients") == reverse("clients")
    assert f"{before}{some}{after}" == reverse("client", args=[some])
