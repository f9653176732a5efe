"""The file: a zip whose members are stored as they are, sealed by a digest of the whole at its end.

Nothing is compressed, so an archive is never larger than it looks and cannot burst on the way in. It is written in one
direction, under another name until it is whole and on the disk.
"""

from __future__ import annotations

import errno
import hashlib
import os
import zipfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from tenants.registry.services.archives.errors import NoRoom
from tenants.registry.services.archives.manifest import Content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MANIFEST = "manifest.json"
MANIFEST_LIMIT = 256 * 1024 * 1024
SEAL_LENGTH = 64
CHUNK = 1024 * 1024
ENCRYPTED = 0x1
_DATE = (1980, 1, 1, 0, 0, 0)  # the same content is the same file


class _Sealed:
    """Writes through and digests; without `seek`, so that zipfile never goes back."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


class ArchiveWriter:
    """Takes members one after the other."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def add(self, member: str, chunks: Iterable[bytes]) -> Content:
        """Write one member from its pieces."""
        info = zipfile.ZipInfo(member, _DATE)
        info.external_attr = 0o600 << 16
        digest, length = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as target:
            for chunk in chunks:
                target.write(chunk)
                digest.update(chunk)
                length += len(chunk)
        return Content(member, length, digest.hexdigest())


@contextmanager
def written(path: Path) -> Iterator[ArchiveWriter]:
    """Give a writer; the file has its name only once the block ended well and the disk has it. Raises NoRoom."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            sealed = _Sealed(file)
            with zipfile.ZipFile(sealed, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload] # without `tell` it does not seek
                archive.comment = b"0" * SEAL_LENGTH
                yield ArchiveWriter(archive)
            _seal(file, sealed)
        draft.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise NoRoom(f"No room for {path.name}: nothing was kept.") from error
        raise
    finally:
        draft.unlink(missing_ok=True)


def _seal(file: IO[bytes], sealed: _Sealed) -> None:
    file.flush()
    file.seek(-SEAL_LENGTH, os.SEEK_END)
    file.write(sealed.digest.hexdigest().encode())
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
