"""Rules by which sessions repeat. Nothing here asks the database."""

from __future__ import annotations

from apps.sessions.recurrence.expansion import Occurrence, Timing, resolve
from apps.sessions.recurrence.rule import Frequency, Refused, Rule

__all__ = ["Frequency", "Occurrence", "Refused", "Rule", "Timing", "resolve"]
