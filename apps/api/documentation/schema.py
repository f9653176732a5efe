"""The OpenAPI description of the host that is asked, made once a process."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from drf_spectacular.generators import SchemaGenerator


@cache
def description(urlconf: str | None) -> dict[str, Any]:
    """Return the description of every address that a set of URLs knows; it is the same for everybody."""
    return cast("dict[str, Any]", SchemaGenerator(urlconf=urlconf).get_schema(request=None, public=True))
