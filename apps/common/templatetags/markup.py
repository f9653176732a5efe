"""Attributes of our own components, always escaped."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape as escape_text

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

Attributes = Mapping[str, object]


def escaped(value: object) -> str:
    """Escape what stands in markup, as Django's `conditional_escape` does; plain text without its look for lazy words."""
    if type(value) is SafeString:
        return value
    if type(value) is int:
        return str(value)
    return escape_text(value) if type(value) is str else conditional_escape(value)  # type: ignore[arg-type] # it takes anything


def fill(pattern: str, *values: object) -> SafeString:
    """Put escaped values into a pattern of ours: `format_html` for pieces that a page draws a hundred times."""
    return SafeString(pattern.format(*map(escaped, values)))


def attributes(values: Attributes) -> SafeString:
    """Render ` name="value"` pairs by name, then those that are True; an underscore in a name becomes a dash, None and False leave the attribute out."""
    given = {name.rstrip("_").replace("_", "-"): value for name, value in values.items() if value is not None}
    pairs = [
        f' {escaped(name)}="{escaped(given[name])}"' for name in sorted(given) if not isinstance(given[name], bool)
    ]
    flags = [f" {escaped(name)}" for name in sorted(given) if given[name] is True]
    return SafeString("".join([*pairs, *flags]))


def breakable(address: str) -> SafeString:
    """Let an e-mail address break where people expect it: after the @ and before a full stop."""
    return mark_safe(escape(address).replace("@", "@<wbr>").replace(".", "<wbr>."))  # noqa: S308 - escaped here


def classes(*names: str | None) -> str:
    """Join the class names that are there."""
    return " ".join(name for name in names if name)
