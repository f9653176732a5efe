"""Whether two clients may be one person, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.clients.models.email_key import email_key
from apps.clients.models.folding import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

WORD, NUMBER = re.compile(r"\w+"), re.compile(r"\d+")
ALIKE, ALIKE_WITH_BIRTHDAY = 0.7, 0.45
LEAST = 50
EMAIL, PHONE, BIRTHDAY, NAME = 95, 50, 60, 80


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person is recognised by. `name` is folded."""

    name: str
    email: str = ""
    phone: str = ""
    born: dt.date | None = None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Facts:
        """Take them from a client's fields."""
        name = fold(f"{values.get('first_name') or ''} {values.get('last_name') or ''}")
        email = email_key(values["email"]) if values.get("email") else ""
        return cls(name, email, values.get("phone") or "", values.get("date_of_birth"))


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` from 50, perhaps, to 100; `reasons` among email, phone, name, birthday."""

    score: int
    reasons: list[str]


def compare(one: Facts, other: Facts) -> Likeness | None:
    """Say how alike two people are; None when nobody would take them for one.

    The same mailbox says most. The same phone says that they belong together: families share one, so the name decides
    how much. Names alone must be nearly the same; with the same birthday they may differ by more; with different
    birthdays they are two people.
    """
    alike = similarity(one.name, other.name)
    same_day = one.born is not None and one.born == other.born
    other_day = one.born is not None and other.born is not None and not same_day
    reasons: dict[str, float] = {}
    if one.email and one.email == other.email:
        reasons["email"] = EMAIL
    if one.phone and one.phone == other.phone:
        reasons["phone"] = PHONE + (100 - PHONE) * alike * (not other_day)
    if same_day and alike >= ALIKE_WITH_BIRTHDAY:
        reasons["birthday"] = BIRTHDAY + (100 - BIRTHDAY) * alike
    if alike >= ALIKE and not other_day:
        reasons["name"] = NAME * alike
    score = round(max(reasons.values(), default=0))
    return Likeness(score, list(reasons)) if score >= LEAST else None


def similarity(one: str, other: str) -> float:
    """Return how many trigrams two names share, as Postgres's pg_trgm counts them; numbers in them must be the same."""
    if NUMBER.findall(one) != NUMBER.findall(other):
        return 0.0
    mine, theirs = trigrams(one), trigrams(other)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def trigrams(text: str) -> set[str]:
    """Return the trigrams of each word, two blanks before it and one after."""
    padded = [f"  {word} " for word in WORD.findall(text)]
    return {word[start : start + 3] for word in padded for start in range(len(word) - 2)}


def reason_words(reason: str) -> str:
    """Return a reason as people read it."""
    return {
        "email": _("same e-mail"),
        "phone": _("same phone"),
        "birthday": _("same birthday, similar name"),
        "name": _("similar name"),
    }[reason]
