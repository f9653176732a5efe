"""The health questionnaire in the manner of the PAR-Q+, in our own words: general questions, and more about each “yes”.

A version is frozen once people have answered it: answers keep the number of theirs and are read with it for good.
"""

from __future__ import annotations

from apps.clients.questionnaire.judging import Outcome, flags_of, judge, missing, trimmed
from apps.clients.questionnaire.shape import NO, YES, FollowUp, Question, Questionnaire
from apps.clients.questionnaire.version_1 import VERSION_1

VERSIONS: dict[int, Questionnaire] = {1: VERSION_1}
CURRENT = VERSION_1

__all__ = [
    "CURRENT",
    "NO",
    "VERSIONS",
    "YES",
    "FollowUp",
    "Outcome",
    "Question",
    "Questionnaire",
    "flags_of",
    "judge",
    "missing",
    "trimmed",
]
