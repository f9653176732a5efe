"""Pictures that people send: what is accepted, and what becomes of them. No tables, no storage."""

from __future__ import annotations

from apps.common.images.checking import MAX_BYTES, MAX_PIXELS, BadPicture, check
from apps.common.images.rendering import SIZES, SQUARES, render

__all__ = ["MAX_BYTES", "MAX_PIXELS", "SIZES", "SQUARES", "BadPicture", "check", "render"]
