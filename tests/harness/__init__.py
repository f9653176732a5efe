"""What every test stands on: databases, people, tasks, guards. `tests/conftest.py` loads it."""

from __future__ import annotations
