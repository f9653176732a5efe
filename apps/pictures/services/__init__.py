from __future__ import annotations

from apps.pictures.services.preparing import prepare_photo
from apps.pictures.services.receiving import receive_photo
from apps.pictures.services.removing import forget_photo, remove_file, stop_photos

__all__ = ["forget_photo", "prepare_photo", "receive_photo", "remove_file", "stop_photos"]
