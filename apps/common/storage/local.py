"""The local disk: one folder per business."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from apps.common.business import current
from apps.common.storage.base import Kept, TenantStorage

if TYPE_CHECKING:
    from collections.abc import Iterator


class LocalStorage(TenantStorage, FileSystemStorage):
    """Django's own file storage, in the folder of the business that is entered."""

    @property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / current().schema_name)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def everything(self) -> Iterator[Kept]:
        home = Path(self.location)
        for path in sorted(home.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield Kept(path.relative_to(home).as_posix(), path.stat().st_size)

    def remove_everything(self) -> list[Kept]:
        home = Path(self.location)
        removed = [Kept(str(path), path.lstat().st_size) for path in home.rglob("*") if not path.is_dir()]
        if home.exists():
            shutil.rmtree(home)
        return removed

    def direct_address(self, name: str, *, seconds: int, content_type: str, disposition: str) -> str:
        return ""
