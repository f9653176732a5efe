"""The parts of a client that are more than a value: checked with who gives them and what the client has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.clients.services.custom.checking import check_custom
from apps.clients.services.tags.choosing import chosen_tags
from apps.clients.services.trainers import check_assistants
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.tag_names import split_tag_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.models import Client


def _tags(given: Any, client: Client | None, by: User | None) -> list[UUID]:
    """Take a list, or one text with commas between the names."""
    if isinstance(given, str):
        given = split_tag_names(given)
    elif not isinstance(given, (list, tuple, set, frozenset)):
        raise Refused(_("Tags are a list of names."))
    return chosen_tags(given, by=by)


def _custom(given: Any, client: Client | None, by: User | None) -> dict[str, Any]:
    return check_custom(given, client=client, by=by)


def _assistants(given: Any, client: Client | None, by: User | None) -> list[UUID]:
    return check_assistants(given, client)


PARTS: dict[str, Callable[[Any, Client | None, User | None], Any]] = {
    "tags": _tags,
    "custom": _custom,
    "assistants": _assistants,
}
