"""One answer to a custom field, from whatever was given: JSON, a form's text or a file's cell."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from apps.clients.models import CustomField
from apps.clients.models.folding import fold
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import many_lines, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_LINE, LONGEST_TEXT, LONGEST_LINK, LONGEST_NUMBER = 300, 5_000, 500, 40
GREATEST, FINEST = 10**12, 6
YES = frozenset({"yes", "y", "true", "1", "x", "on", "ja", "oui", "si", "sim", "tak", "да", "так"})
NO = frozenset({"no", "n", "false", "0", "off", "nein", "non", "nao", "nie", "nej", "нет", "ні"})
_is_link = URLValidator(schemes=["http", "https"])


def parse_answer(field: CustomField, given: Any, *, was: Any = None) -> Any:
    """Return the answer as it is kept, None for none.

    Text and link: str. Number: int or float. Date: "YYYY-MM-DD". Yes or no: bool. One choice: its key, given as key or
    label. Several choices: the keys in the choices' order, given as a list or with commas between. `was` is the answer so far: a choice
    that is offered no more may stay. Raises Refused.
    """
    if given is None or (isinstance(given, str) and not given.strip()) or given in ([], ()):
        return None
    if field.has_choices:
        return _choices(field, given, was) if field.kind == CustomField.Kind.CHOICES else _choice(field, given, was)
    if field.kind == CustomField.Kind.NUMBER:
        return _number(field, given)
    return _PLAIN[field.kind](given)


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise Refused(_("This is a text."))
    return given


def _link(given: Any) -> str:
    link = one_line(_text(given), longest=LONGEST_LINK)
    if not re.match(r"[a-z][a-z0-9+.-]*:", link, re.IGNORECASE):
        link = f"https://{link}"
    try:
        _is_link(link)
    except ValidationError as error:
        raise Refused(_("“%(text)s” is no address of a page.") % {"text": given[:80]}) from error
    return link


def _number(field: CustomField, given: Any) -> int | float:
    number = _decimal(given)
    if abs(number) > GREATEST:
        raise Refused(_("A number is at most %(most)s.") % {"most": GREATEST})
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > FINEST:
        raise Refused(_("A number has at most %(finest)d digits after the point.") % {"finest": FINEST})
    words = {"least": field.minimum, "most": field.maximum, "unit": field.unit}
    if field.minimum is not None and number < Decimal(str(field.minimum)):
        raise Refused((_("At least %(least)g %(unit)s.") % words).replace(" .", "."))
    if field.maximum is not None and number > Decimal(str(field.maximum)):
        raise Refused((_("At most %(most)g %(unit)s.") % words).replace(" .", "."))
    return int(number) if number == number.to_integral_value() else float(number)


def _decimal(given: Any) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, (int, float, Decimal, str)):
        raise Refused(_("This is a number."))
    if isinstance(given, int) and abs(given) > GREATEST:
        raise Refused(_("A number is at most %(most)s.") % {"most": GREATEST})
    text = str(given).strip().replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", "")
    if "." not in text:
        text = text.replace(",", ".", 1)
    try:
        number = Decimal(text) if len(text) <= LONGEST_NUMBER else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise Refused(_("“%(text)s” is no number.") % {"text": text[:80]})
    return number


def _date(given: Any) -> str:
    if isinstance(given, dt.date):
        return given.isoformat()
    text = _text(given).strip()
    try:
        day = parse_date(text)
    except ValueError as error:
        raise Refused(_("“%(text)s” is a day that does not exist.") % {"text": text[:80]}) from error
    if day is None:
        raise Refused(_("“%(text)s” is no date: write it as 1990-12-31.") % {"text": text[:80]})
    return day.isoformat()


def _yes_no(given: Any) -> bool:
    if isinstance(given, bool):
        return given
    word = fold(given) if isinstance(given, str) else ""
    if word in YES | {fold(_("Yes"))}:
        return True
    if word in NO | {fold(_("No"))}:
        return False
    raise Refused(_("Either yes or no."))


def _choice(field: CustomField, given: Any, was: Any) -> str:
    word = fold(_text(given))
    kept = [was] if isinstance(was, str) else was or []
    for choice in field.choices:
        if (not choice.get("gone") or choice["key"] in kept) and word in {choice["key"], fold(choice["label"])}:
            return str(choice["key"])
    labels = ", ".join(choice["label"] for choice in field.offered)
    raise Refused(_("“%(text)s” is none of these: %(choices)s.") % {"text": given[:80], "choices": labels})


def _choices(field: CustomField, given: Any, was: Any) -> list[str] | None:
    parts = re.split(r"[,;\n]", given) if isinstance(given, str) else given
    if not isinstance(parts, (list, tuple)):
        raise Refused(_("This is a list of choices."))
    chosen = {_choice(field, part, was) for part in parts if part != ""}
    return [choice["key"] for choice in field.choices if choice["key"] in chosen] or None


_PLAIN: dict[str, Callable[[Any], Any]] = {
    CustomField.Kind.TEXT: lambda given: one_line(_text(given), longest=LONGEST_LINE) or None,
    CustomField.Kind.LONG_TEXT: lambda given: many_lines(_text(given), longest=LONGEST_TEXT) or None,
    CustomField.Kind.DATE: _date,
    CustomField.Kind.YES_NO: _yes_no,
    CustomField.Kind.LINK: _link,
}
