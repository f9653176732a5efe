"""What a questionnaire is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.functional import Promise

YES, NO = "yes", "no"
LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Asked after a “yes” only. A `text` is free words; of a yes or no, “yes” may ask for a doctor and leave a flag."""

    key: str
    words: Promise
    kind: Literal["choice", "text"] = "choice"
    asks_doctor: bool = False
    flag: Promise | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One general question: “yes” leaves its flag and opens the follow-ups; some ask for a doctor at once."""

    key: str
    words: Promise
    flag: Promise
    asks_doctor: bool = False
    follow_ups: tuple[FollowUp, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    """A version of it: the number never changes its meaning."""

    version: int
    questions: tuple[Question, ...]

    @cached_property
    def parents(self) -> dict[str, str]:
        """Return which question each follow-up belongs to."""
        return {follow_up.key: question.key for question in self.questions for follow_up in question.follow_ups}

    @cached_property
    def by_key(self) -> dict[str, Question | FollowUp]:
        return {item.key: item for item in self.items()}

    def items(self) -> Iterator[Question | FollowUp]:
        """Give everything that can be answered, in the order of the page."""
        for question in self.questions:
            yield question
            yield from question.follow_ups
