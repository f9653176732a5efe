"""What can be done with measurements."""

from __future__ import annotations

from apps.progress.services.changing import (
    change_measurement,
    delete_measurement,
    restore_deleted,
    restore_measurement,
)
from apps.progress.services.recording import MeasuredAlready, Reading, record_measurements
from apps.progress.services.settings import let_clients_log

__all__ = [
    "MeasuredAlready",
    "Reading",
    "change_measurement",
    "delete_measurement",
    "let_clients_log",
    "record_measurements",
    "restore_deleted",
    "restore_measurement",
]
