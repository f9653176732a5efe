"""What a country says about a new business before its owner does: currency and a first time zone (CLDR facts)."""

from __future__ import annotations

EURO = [
    "AT",
    "BE",
    "HR",
    "CY",
    "EE",
    "FI",
    "FR",
    "DE",
    "GR",
    "IE",
    "IT",
    "LV",
    "LT",
    "LU",
    "MT",
    "NL",
    "PT",
    "SK",
    "SI",
    "ES",
    "BG",
]
CURRENCIES = dict.fromkeys(EURO, "EUR") | {
    "GB": "GBP", "US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "CH": "CHF", "SE": "SEK", "NO": "NOK",
    "DK": "DKK", "PL": "PLN", "CZ": "CZK", "HU": "HUF", "RO": "RON", "TR": "TRY", "IN": "INR", "JP": "JPY",
    "BR": "BRL", "MX": "MXN", "ZA": "ZAR", "AE": "AED", "SG": "SGD", "IL": "ILS", "KR": "KRW", "UA": "UAH",
}  # fmt: skip
DEFAULT_COUNTRY = "GB"
DEFAULT_CURRENCY = "EUR"


def currency_of(country: str) -> str:
    """Return the ISO 4217 code that is usual in a country (ISO 3166-1 alpha-2)."""
    return CURRENCIES.get(country, DEFAULT_CURRENCY)


def country_from(accept_language: str) -> str:
    """Guess the country from a browser's Accept-Language: "de-AT,de;q=0.9" → "AT"."""
    for part in accept_language.split(","):
        tag = part.split(";")[0].strip()
        region = tag.rpartition("-")[2].upper()
        if "-" in tag and region in CURRENCIES:
            return region
    return DEFAULT_COUNTRY
