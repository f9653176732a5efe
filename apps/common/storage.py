"""Files live in a folder of their tenant; nothing serves them by path."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage

from apps.common.business import current


class TenantStorage(FileSystemStorage):
    """The local disk, one folder per business. Outside a business it refuses to work."""

    def path(self, name: str) -> str:
        return super().path(self._own(name))

    def url(self, name: str | None) -> str:
        raise SuspiciousFileOperation(f"{name} has no public address: serve it through a signed view")

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return super().get_available_name(name, max_length)

    def _own(self, name: Any) -> str:
        return str(PurePosixPath(current().schema_name) / str(name))
