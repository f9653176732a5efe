"""Measurements, what they were before, and what a business decides about them."""

from __future__ import annotations

from apps.progress.models.change import MeasurementChange
from apps.progress.models.measurement import Measurement, Source
from apps.progress.models.settings import ClientsLog, ProgressSettings

__all__ = ["ClientsLog", "Measurement", "MeasurementChange", "ProgressSettings", "Source"]
