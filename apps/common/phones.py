"""Phone numbers as two parts of a form: the country and the number as people there write it."""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat


def dial_code(country: str) -> str:
    """Return the country's prefix: "+44"; "" for a place without one."""
    code = phonenumbers.country_code_for_region(country)
    return f"+{code}" if code else ""


def joined(number: str, country: str) -> str:
    """Return E.164 where the number is one; else what was typed with the prefix, for whoever explains the mistake.

    A number typed with a prefix of its own keeps it, whatever country was chosen.
    """
    typed = number.strip()
    if not typed or typed.startswith(("+", "00")):
        return typed
    try:
        parsed = phonenumbers.parse(typed, country or None)
    except NumberParseException:
        return f"{dial_code(country)} {typed}".strip()
    if not phonenumbers.is_valid_number(parsed):
        return f"{dial_code(country)} {typed}".strip()
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def split(number: str, home: str) -> tuple[str, str]:
    """Return the country and the number as it is written there; what is no number stays as it is, at `home`."""
    try:
        parsed = phonenumbers.parse(number, home)
    except NumberParseException:
        return home, number
    country = phonenumbers.region_code_for_number(parsed) or phonenumbers.region_code_for_country_code(
        parsed.country_code or 0
    )
    if phonenumbers.is_valid_number(parsed):
        return country or home, phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
    prefix = dial_code(country or home)
    return country or home, number.strip().removeprefix(prefix).strip()
