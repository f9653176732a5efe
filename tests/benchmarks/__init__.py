"""Measurements: `python3 manage.py bench [F1 F2 …] [--json FILE] [--size N]`. No tests: they assert nothing."""

from __future__ import annotations
