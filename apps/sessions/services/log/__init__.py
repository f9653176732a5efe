from __future__ import annotations

from apps.sessions.services.log.acts import add_exercise, delete_exercise, delete_set, log_set, order_exercises
from apps.sessions.services.log.applying import apply_operations
from apps.sessions.services.log.operations import MOST_OPERATIONS, Operation, read_operations

__all__ = [
    "MOST_OPERATIONS",
    "Operation",
    "add_exercise",
    "apply_operations",
    "delete_exercise",
    "delete_set",
    "log_set",
    "order_exercises",
    "read_operations",
]
