"""What a custom field may be: one check for page and API."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import uuid4

from django.utils.translation import gettext as _

from apps.clients.models import CustomField
from apps.clients.models.custom_field import LONGEST_HELP, LONGEST_NAME, LONGEST_UNIT
from apps.clients.models.folding import fold
from apps.clients.services.custom.answers import GREATEST
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import one_line
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_CHOICES, LONGEST_CHOICE = 100, 80


class FieldValues(TypedDict, total=False):
    """What can be said of a field. `choices` are labels, or `{"key", "label"}` for those there are; the others are offered no more."""

    name: str
    kind: str
    help_text: str
    is_required: bool
    unit: str
    minimum: float | None
    maximum: float | None
    choices: Sequence[str | dict[str, str]]
    on_profile: bool
    on_list: bool
    on_intake: bool
    audience: str
    own: str


def apply_definition(field: CustomField, given: FieldValues) -> None:
    """Write checked values into a field that is not saved yet. Raises InvalidInput by name."""
    problems: dict[str, str] = {}
    for name, value in given.items():
        try:
            _SETTERS.get(name, _plain(name))(field, value)
        except Refused as refusal:
            problems[name] = refusal.reason
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        problems.setdefault("maximum", _("The most is less than the least."))
    if field.has_choices and not field.offered:
        problems.setdefault("choices", _("Give at least one choice."))
    if problems:
        raise InvalidInput(problems)
    if not field.has_choices:
        field.choices = []
    if field.kind != CustomField.Kind.NUMBER:
        field.unit, field.minimum, field.maximum = "", None, None


def _plain(name: str) -> Callable[[CustomField, Any], None]:
    return lambda field, value: setattr(field, name, value)


def _name(field: CustomField, value: str) -> None:
    name = one_line(value, longest=LONGEST_NAME)
    if not fold(name):
        raise Refused(_("A field needs a name."))
    field.rename(name)


def _kind(field: CustomField, value: str) -> None:
    if value not in CustomField.Kind.values:
        raise Refused(_("There is no such kind."))
    if not field._state.adding and value != field.kind:  # noqa: SLF001 - Django's documented way to ask
        raise Refused(_("The kind stays: make another field, and archive this one."))
    field.kind = value


def _bound(name: str) -> Callable[[CustomField, Any], None]:
    def write(field: CustomField, value: float | None) -> None:
        if value is not None and (not math.isfinite(value) or abs(value) > GREATEST):
            raise Refused(_("This number is too large."))
        setattr(field, name, value)

    return write


def _one_of(name: str, values: Sequence[str]) -> Callable[[CustomField, Any], None]:
    def write(field: CustomField, value: str) -> None:
        if value not in values:
            raise Refused(_("One of %(values)s.") % {"values": ", ".join(values)})
        setattr(field, name, value)

    return write


def _line(name: str, longest: int) -> Callable[[CustomField, Any], None]:
    return lambda field, value: setattr(field, name, one_line(value or "", longest=longest))


def _choices(field: CustomField, given: Sequence[str | dict[str, str]]) -> None:
    """Keep the keys of choices that are still there, by key or label; what is not given is offered no more."""
    before = {choice["key"]: choice for choice in field.choices}
    by_label = {fold(choice["label"]): choice["key"] for choice in field.choices}
    chosen: dict[str, dict[str, Any]] = {}
    seen: set[str] = set()
    for one in given:
        key, text = (one.get("key", ""), one.get("label", "")) if isinstance(one, dict) else ("", one)
        label = _choice_label(text)
        if fold(label) in seen:
            raise Refused(_("“%(label)s” is there twice.") % {"label": label})
        seen.add(fold(label))
        key = key if key in before else by_label.get(fold(label), "")
        key = key if key and key not in chosen else uuid4().hex[:8]
        chosen[key] = {"key": key, "label": label}
    if len(chosen) > MOST_CHOICES:
        raise Refused(_("At most %(most)d choices.") % {"most": MOST_CHOICES})
    gone = [{**choice, "gone": True} for key, choice in before.items() if key not in chosen]
    field.choices = [*chosen.values(), *gone]


def _choice_label(text: str) -> str:
    label = one_line(text, longest=LONGEST_CHOICE)
    if not fold(label):
        raise Refused(_("A choice needs a name."))
    if re.search(r"[,;]", label):
        raise Refused(_("“%(label)s”: no comma and no semicolon, they stand between choices.") % {"label": label})
    return label


_SETTERS: dict[str, Callable[[CustomField, Any], None]] = {
    "name": _name,
    "kind": _kind,
    "help_text": _line("help_text", LONGEST_HELP),
    "unit": _line("unit", LONGEST_UNIT),
    "minimum": _bound("minimum"),
    "maximum": _bound("maximum"),
    "choices": _choices,
    "audience": _one_of("audience", CustomField.Audience.values),
    "own": _one_of("own", CustomField.Own.values),
}
