from __future__ import annotations

from apps.activity.services.publishing import publish

__all__ = ["publish"]
