"""Answers to the health questionnaire for tests."""

from __future__ import annotations

from apps.clients.questionnaire import CURRENT, NO, YES

ALL_NO = {question.key: NO for question in CURRENT.questions}
NEEDS_DOCTOR = ALL_NO | {"chest_pain": YES}
BACK = ALL_NO | {"joints": YES, "joints_words": "Lower back", "joints_recent": NO, "joints_numb": NO}
