"""Our list to choose from is Django's own, drawn with less work."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer

CHOICES = [("", "–"), ("a<b", "A & B"), ("Group", [("x", "X"), (3, "<b>three</b>")]), ("ünï", "Ü")]


def pieces(html: str) -> list[str]:
    """Take a list apart at its tags; how its lines are set in is of no account."""
    return [piece.strip() for piece in re.split("(?=<)|(?<=>)", html) if piece.strip()]


class Odd(forms.Select):
    """Options with attributes of every kind."""

    def create_option(self, *args: Any, **named: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **named)
        option["attrs"] |= {"disabled": option["value"] == "x", "data-words": '"q"', "data-number": 0}
        return option


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple, Odd])
@pytest.mark.parametrize("value", [None, "a<b", "x", ["x", "ünï"], 3])
def test_it_is_djangos_own(widget: type[forms.Select], value: Any) -> None:
    made = widget(attrs={"class": "input", "required": True}, choices=CHOICES)
    ours, djangos = (
        made.render("name", value, {"id": "id_name"}, renderer=renderer)
        for renderer in (get_default_renderer(), DjangoTemplates())
    )
    assert pieces(ours) == pieces(djangos)
