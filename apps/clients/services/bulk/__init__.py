from __future__ import annotations

from apps.clients.services.bulk import own_kinds  # noqa: F401 - registers them
from apps.clients.services.bulk.asking import start_act
from apps.clients.services.bulk.running import run_act
from apps.clients.services.bulk.undoing import start_undo, undo_act

__all__ = ["run_act", "start_act", "start_undo", "undo_act"]
