"""Files live in a folder of their tenant; nothing serves them by path."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage

from apps.common.business import current


class TenantStorage(FileSystemStorage):
    """The local disk, one folder per business: no name leads out of it. Outside a business it refuses to work."""

    @property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / current().schema_name)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def url(self, name: str | None) -> str:
        raise SuspiciousFileOperation(f"{name} has no public address: serve it through a signed view")
