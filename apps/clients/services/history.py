"""Keeping what a client's fields were."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Model

from apps.clients.models import Client, ClientChange
from apps.common.errors import StaleVersion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apps.accounts.models import User


def record_change(
    client: Client, *, before: dict[str, Any], by: User | None, reverts: ClientChange | None = None
) -> ClientChange:
    """Keep an edit that was just saved: `before` holds the old values of the fields it changed. Call in its transaction."""
    change = change_of(client, before=before, by=by, reverts=reverts)
    change.save(force_insert=True)
    return change


def change_of(
    client: Client,
    *,
    before: dict[str, Any],
    by: User | None,
    reverts: ClientChange | None = None,
    after: dict[str, Any] | None = None,
) -> ClientChange:
    """Return the same, not yet saved: for many at once. `after` holds the new values where the client's own need a query."""
    fields = {name: _pair(value, after[name] if after else getattr(client, name)) for name, value in before.items()}
    reverted = reverts.pk if reverts else None
    return ClientChange(client=client, version=client.version, fields=fields, by=by, reverts=reverted)


def kept_value(client: Client, name: str, like: Any = None) -> Any:
    """Return what a field is now, as a change would keep it; of custom fields those that are in `like`."""
    value = getattr(client, name)
    if isinstance(value, dict) and isinstance(like, dict):
        return {key: value.get(key) for key in like}
    return _plain(value)


def check_version(client: Client, expected: int | None, names: Iterable[str]) -> None:
    """Raise StaleVersion that tells what the fields of these names are now, when somebody else was first."""
    try:
        client.check_version(expected)
    except StaleVersion as stale:
        stale.extra["current"] = {name: kept_value(client, name) for name in sorted(names)}
        raise


def _pair(before: Any, after: Any) -> list[Any]:
    """Return what was and is; of custom fields only those that changed, None where there was or is no answer."""
    if isinstance(before, dict) and isinstance(after, dict):
        changed = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
        return [{key: side.get(key) for key in changed} for side in (before, after)]
    return [_plain(before), _plain(after)]


def _plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value
