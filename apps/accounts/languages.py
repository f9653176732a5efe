"""The language that somebody reads, and with it how dates, times and numbers are written."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from apps.common.business import current_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User

OF_COUNTRY = {"US": "en-us", "PH": "en-us", "LR": "en-us", "AU": "en-au", "NZ": "en-au"}


def languages() -> list[str]:
    """Return the codes of those there are."""
    return [code for code, _name in settings.LANGUAGES]


def language_of(user: User | None, country: str) -> str:
    """Return the person's choice, else what is usual in the country of the business (ISO 3166-1 alpha-2).

    A language that is no longer there counts as no choice.
    """
    chosen = user.language if user else ""
    return chosen if chosen in languages() else OF_COUNTRY.get(country, settings.LANGUAGE_CODE)


@contextmanager
def reading(user: User | None) -> Iterator[None]:
    """Write in the words, dates and times of whoever reads it: a letter is made by a task, which has no language of its own.

    Without a log-in it is what is usual in the country of the business.
    """
    business = current_or_none()
    with translation.override(language_of(user, business.country if business else "")):
        yield
