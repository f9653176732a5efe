"""Attributes of our own components, always escaped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import mark_safe

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

Attributes = Mapping[str, object]


def attributes(values: Attributes) -> SafeString:
    """Render ` name="value"` pairs; an underscore in a name becomes a dash, None and False leave the attribute out."""
    return flatatt({name.rstrip("_").replace("_", "-"): value for name, value in values.items() if value is not None})


def breakable(address: str) -> SafeString:
    """Let an e-mail address break where people expect it: after the @ and before a full stop."""
    return mark_safe(escape(address).replace("@", "@<wbr>").replace(".", "<wbr>."))  # noqa: S308 - escaped here


def classes(*names: str | None) -> str:
    """Join the class names that are there."""
    return " ".join(name for name in names if name)
