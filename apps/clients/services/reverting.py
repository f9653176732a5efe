"""Taking back an edit of a client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.clients.changes import change_of
from apps.clients.services.clients import update_client
from apps.clients.services.finding import find_client
from apps.clients.services.history import kept_value
from apps.clients.wording import label_of, may_see_field
from apps.common.errors import Conflict, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.models import Client, ClientChange


@dataclass(frozen=True, slots=True)
class Part:
    """Which fields of an edit are to go back, None for all, and whether over what somebody wrote there later."""

    fields: Collection[str] | None = None
    overwrite: bool = False


WHOLE = Part()
GONE = {"photo"}  # its files are deleted with it


def revert_change(
    *, client_id: UUID, change_id: UUID, by: User, part: Part = WHOLE, expected_version: int | None = None
) -> Client:
    """Give the fields of an edit, or a part of them, the values they had before it: a new edit that says so.

    Doing it again does nothing. Raises NotFound; StaleVersion; InvalidInput on `fields` for one that the edit did not
    touch; Conflict (code "changed_since", with `fields`: what each was, became and is now) when somebody changed one
    of them later, unless that may be overwritten; and what `update_client` raises for values that cannot return.
    """
    with transaction.atomic():
        client = find_client(client_id, by, lock=True)
        change = change_of(client, change_id)
        wanted = _wanted(change, part.fields, by)
        before = {name: change.fields[name][0] for name in wanted}
        back = {name: value for name, value in before.items() if kept_value(client, name, value) != value}
        if GONE.intersection(back):
            raise Conflict(_("A photo that was replaced is deleted and cannot come back. Send it again."), code="gone")
        if not back:
            return client
        client.check_version(expected_version)
        if not part.overwrite:
            _check_untouched(client, change, back)
        return update_client(client_id=client.pk, by=by, reverting=change, **back)


def _wanted(change: ClientChange, fields: Collection[str] | None, by: User) -> list[str]:
    if fields is None:
        return [name for name in change.fields if may_see_field(by, name)]
    if unknown := sorted(set(fields) - set(change.fields)):
        raise InvalidInput({"fields": _("This edit did not touch: %(names)s.") % {"names": ", ".join(unknown)}})
    return list(fields)


def _check_untouched(client: Client, change: ClientChange, back: dict[str, Any]) -> None:
    """Refuse when a field is no longer what the edit made it."""
    later = [
        {"field": name, "before": before, "after": after, "now": kept_value(client, name, after)}
        for name, (before, after) in change.fields.items()
        if name in back and kept_value(client, name, after) != after
    ]
    if later:
        names = ", ".join(label_of(str(row["field"])) for row in later)
        raise Conflict(
            _("Changed again since: %(names)s. Say that it is to be overwritten.") % {"names": names},
            code="changed_since",
            extra={"fields": later},
        )
