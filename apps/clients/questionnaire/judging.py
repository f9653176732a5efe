"""What answers mean: which count, what is missing, which flags they leave, whether a doctor should be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.clients.questionnaire.shape import NO, YES, FollowUp, Question, Questionnaire

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Outcome:
    """Keys of the answers to keep in mind, in the order of the page, and whether a doctor should clear the client."""

    flags: tuple[str, ...]
    needs_clearance: bool


def trimmed(questionnaire: Questionnaire, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that count, in the order of the page: no unknown keys, no empty words, no follow-up without its “yes”."""
    kept: dict[str, str] = {}
    for item in questionnaire.items():
        answer = answers.get(item.key, "")
        parent = questionnaire.parents.get(item.key)
        if answer and _fits(item, answer) and (parent is None or kept.get(parent) == YES):
            kept[item.key] = answer
    return kept


def missing(questionnaire: Questionnaire, answers: Mapping[str, str]) -> list[str]:
    """Return the keys that still need a yes or no; free words never do."""
    kept = trimmed(questionnaire, answers)
    return [
        item.key
        for item in questionnaire.items()
        if item.key not in kept and not _is_text(item) and _is_asked(questionnaire, item, kept)
    ]


def judge(questionnaire: Questionnaire, answers: Mapping[str, str]) -> Outcome:
    """Derive flags and the need for clearance; what does not count changes neither."""
    kept = trimmed(questionnaire, answers)
    confirmed = [item for item in questionnaire.items() if kept.get(item.key) == YES and not _is_text(item)]
    return Outcome(
        flags=tuple(item.key for item in confirmed if item.flag is not None),
        needs_clearance=any(item.asks_doctor for item in confirmed),
    )


def flags_of(questionnaire: Questionnaire, keys: tuple[str, ...] | list[str]) -> list[str]:
    """Return flags in words; a key that this version does not know is left out."""
    return [str(item.flag) for key in keys if (item := questionnaire.by_key.get(key)) and item.flag is not None]


def _fits(item: Question | FollowUp, answer: str) -> bool:
    return _is_text(item) or answer in {YES, NO}


def _is_text(item: Question | FollowUp) -> bool:
    return isinstance(item, FollowUp) and item.kind == "text"


def _is_asked(questionnaire: Questionnaire, item: Question | FollowUp, kept: Mapping[str, str]) -> bool:
    parent = questionnaire.parents.get(item.key)
    return parent is None or kept.get(parent) == YES
