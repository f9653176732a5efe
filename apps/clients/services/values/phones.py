"""Phone numbers, kept in E.164 ("+447400122601")."""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

from apps.clients.services.values.countries import country_name
from apps.clients.services.values.refusal import Refused


def parse_phone(text: str, *, country: str) -> str | None:
    """Return the number in E.164; None when there is none.

    A number without its country's prefix is read as one of `country` (ISO 3166 alpha-2). Raises Refused.
    """
    typed = text.strip().strip("'").removeprefix("tel:").strip()
    if not typed:
        return None
    try:
        number = phonenumbers.parse(typed, country or None)
    except NumberParseException as error:
        raise Refused(_reason_unreadable(error, typed, country)) from error
    if number.extension:
        raise Refused(_("“%(text)s” has an extension: leave the direct number only.") % {"text": typed})
    if not phonenumbers.is_valid_number(number):
        raise Refused(_reason_invalid(number, typed, country))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


@lru_cache(maxsize=4_096)  # a list shows the same people again and again
def readable_phone(number: str | None, *, country: str) -> str:
    """Return an E.164 number as people write it: national at home, international elsewhere."""
    if not number:
        return ""
    parsed = phonenumbers.parse(number)
    is_home = phonenumbers.region_code_for_number(parsed) == country
    return phonenumbers.format_number(
        parsed, PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
    )


def _reason_unreadable(error: NumberParseException, typed: str, country: str) -> str:
    if error.error_type == NumberParseException.INVALID_COUNTRY_CODE and not typed.startswith(("+", "00")):
        return _("“%(text)s” needs its country code, for example +44.") % {"text": typed}
    if error.error_type == NumberParseException.INVALID_COUNTRY_CODE:
        return _("“%(text)s” begins with a country code that does not exist.") % {"text": typed}
    if error.error_type in {NumberParseException.TOO_SHORT_NSN, NumberParseException.TOO_SHORT_AFTER_IDD}:
        return _too_short(typed, country)
    if error.error_type == NumberParseException.TOO_LONG:
        return _("“%(text)s” is too long for a phone number.") % {"text": typed}
    return _("“%(text)s” is not a phone number.") % {"text": typed}


def _reason_invalid(number: phonenumbers.PhoneNumber, typed: str, country: str) -> str:
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    place = region if region and region != "ZZ" else country
    match phonenumbers.is_possible_number_with_reason(number):
        case ValidationResult.TOO_SHORT | ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return _too_short(typed, place)
        case ValidationResult.TOO_LONG:
            return _("“%(text)s” is too long for a number in %(country)s.") % {
                "text": typed,
                "country": country_name(place),
            }
    return _("“%(text)s” is no number that exists in %(country)s.") % {"text": typed, "country": country_name(place)}


def _too_short(typed: str, country: str) -> str:
    return _("“%(text)s” is too short for a number in %(country)s.") % {
        "text": typed,
        "country": country_name(country),
    }
