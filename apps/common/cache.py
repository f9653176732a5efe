"""Cache keys carry the tenant by themselves."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from apps.common.business import schema_name

if TYPE_CHECKING:
    from collections.abc import Iterator

_named: ContextVar[str] = ContextVar("named_schema", default="")


def tenant_key(key: str, key_prefix: str, version: int) -> str:
    """Build the stored key: two businesses never share one."""
    return f"{_named.get() or schema_name()}:{key_prefix}:{version}:{key}"


@contextmanager
def keys_of(name: str) -> Iterator[None]:
    """Let keys be those of the business of this schema, whichever the connection is in by now."""
    token = _named.set(name)
    try:
        yield
    finally:
        _named.reset(token)
