"""The fields of a client as they may be given, and their check: one place for page, API and import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from apps.accounts.roles import COACHES
from apps.clients.models import Client
from apps.clients.services.parts import PARTS
from apps.clients.services.trainers import settle
from apps.clients.services.values.birthdays import check_birth, check_joined
from apps.clients.services.values.countries import parse_country
from apps.clients.services.values.days import parse_iso
from apps.clients.services.values.emails import parse_email
from apps.clients.services.values.phones import parse_phone
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import many_lines, one_line
from apps.common.business import current
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from apps.accounts.models import User
    from apps.clients.models import Tag

LONGEST_NOTE, LONGEST_RELATION = 10_000, 60


class ClientFields(TypedDict, total=False):
    """What can be said of a client. Absent means “leave it”; None or "" means “none”."""

    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    status: str
    trainer: User | UUID | str | None
    goal: str
    date_of_birth: dt.date | str | None
    country: str
    emergency_name: str
    emergency_phone: str | None
    emergency_relation: str
    notes: str
    health_notes: str
    member_since: dt.date | str | None
    tags: Iterable[Tag | UUID | str]
    custom: Mapping[str, Any]
    assistants: Iterable[User | UUID | str]


def check_fields(given: ClientFields, *, client: Client | None = None, by: User | None = None) -> dict[str, Any]:
    """Return model values for what was given by somebody. Call in a transaction: new tags are made.

    A phone without prefix is read in the given country, else the client's, else the business's. Raises InvalidInput
    with every field that cannot be taken.
    """
    values: dict[str, Any] = {}
    problems: dict[str, Sequence[str] | str] = {}
    country = ""
    for name in sorted(given, key=lambda name: name != "country"):  # the country first: the phone needs it
        try:
            value = given[name]  # type: ignore[literal-required] # names come from `given`
            is_part = name in PARTS
            values[name] = PARTS[name](value, client, by) if is_part else _CHECKS[name](value, country or _home(client))
        except Refused as refusal:
            problems[name] = refusal.reason
        except InvalidInput as error:
            problems |= error.fields
        country = values.get("country", "")
    problems |= _name_problem(values, client)
    if problems:
        raise InvalidInput(problems)
    settle(values, client)
    return values


def _home(client: Client | None) -> str:
    return (client.country if client else "") or current().country


def _name_problem(values: dict[str, Any], client: Client | None) -> dict[str, str]:
    """Insist on a first name; somebody who has only a last name is known by it."""
    if client is not None and not {"first_name", "last_name"} & set(values):
        return {}
    first = values.get("first_name", client.first_name if client else "")
    last = values.get("last_name", client.last_name if client else "")
    if not first and not last:
        return {"first_name": _("A client needs a name.")}
    if not first:
        values |= {"first_name": last, "last_name": ""}
    return {}


def _joined(value: dt.date | str | None) -> dt.date:
    day = parse_iso(value)
    if day is None:
        raise Refused(_("Say since when, or leave this field out."))
    return check_joined(day)


def _status(value: str) -> str:
    if value not in Client.Status.values:
        raise Refused(_("Either active or inactive."))
    return value


def _trainer(value: User | UUID | str | None) -> User | None:
    if value in {None, ""}:
        return None
    users = get_user_model().objects.filter(role__in=COACHES, is_active=True)
    key = getattr(value, "pk", value)
    try:
        trainer = users.filter(pk=UUID(str(key))).first()
    except ValueError:
        trainer = None
    if trainer is None:
        raise Refused(_("This is nobody who trains here."))
    return trainer


_CHECKS: dict[str, Callable[[Any, str], Any]] = {
    "first_name": lambda value, _country: one_line(value or ""),
    "last_name": lambda value, _country: one_line(value or ""),
    "email": lambda value, _country: parse_email(value or ""),
    "phone": lambda value, country: parse_phone(value or "", country=country),
    "status": lambda value, _country: _status(value),
    "trainer": lambda value, _country: _trainer(value),
    "goal": lambda value, _country: one_line(value or ""),
    "date_of_birth": lambda value, _country: check_birth(parse_iso(value)),
    "country": lambda value, _country: parse_country(value or ""),
    "emergency_name": lambda value, _country: one_line(value or ""),
    "emergency_phone": lambda value, country: parse_phone(value or "", country=country),
    "emergency_relation": lambda value, _country: one_line(value or "", longest=LONGEST_RELATION),
    "notes": lambda value, _country: many_lines(value or "", longest=LONGEST_NOTE),
    "health_notes": lambda value, _country: many_lines(value or "", longest=LONGEST_NOTE),
    "member_since": lambda value, _country: _joined(value),
}
