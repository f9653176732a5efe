"""A long list is drawn at once, and says the same as Django's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django import forms

from apps.common.widgets import LongSelect

if TYPE_CHECKING:
    from collections.abc import Iterable

CHOICES = [("", "Any"), ("a", "A & B"), ('"b"', "<b>"), ("a-2", "Two"), (7, "Seven")]


def options(widget: forms.Select, value: object) -> Iterable[tuple[str, str, str]]:
    drawn = widget.render("place", value, {"id": "place", "required": True})
    assert drawn.startswith('<select name="place" id="place" required>')
    return re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)</option>', drawn)


@pytest.mark.parametrize("value", ["", None, "a", '"b"', "a-2", 7, "7", "unknown"])
def test_it_says_what_djangos_own_says(value: object) -> None:
    ours, djangos = options(LongSelect(choices=CHOICES), value), options(forms.Select(choices=CHOICES), value)
    assert ours == djangos
    assert len(list(ours)) == 5
