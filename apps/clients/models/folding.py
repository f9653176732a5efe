"""Text as it is compared and searched: without case and accents."""

from __future__ import annotations

import unicodedata

_ACCENTS = range(0x0300, 0x0370)
_SPELLED = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    }
)


def fold(text: str) -> str:
    """Return lower case without the accents of Latin, Greek and Cyrillic; other scripts keep every mark they need."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in parts if ord(letter) not in _ACCENTS)
    return " ".join(unicodedata.normalize("NFC", plain).translate(_SPELLED).split())


def digits_of(text: str) -> str:
    """Return the digits of a phone number, whatever stands between them."""
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())
