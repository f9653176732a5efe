"""Opening an archive that anybody may have made: everything about the file is checked here, before any of it is used."""

from __future__ import annotations

import hashlib
import stat
import zipfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from tenants.registry.services.archives.container import CHUNK, ENCRYPTED, MANIFEST, MANIFEST_LIMIT, SEAL_LENGTH
from tenants.registry.services.archives.errors import BadArchive
from tenants.registry.services.archives.manifest import Content, Manifest, parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Archive:
    """A file that is whole and is what its manifest says."""

    manifest: Manifest
    seal: str
    _file: zipfile.ZipFile

    def member(self, content: Content) -> IO[bytes]:
        """Open one member for reading."""
        return self._file.open(content.member)

    def chunks(self, content: Content) -> Iterator[bytes]:
        """Read one member in pieces."""
        with self.member(content) as member:
            while chunk := member.read(CHUNK):
                yield chunk


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive and check all of it. Raises BadArchive, naming what is wrong."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadArchive(f"{path} cannot be read: {error.strerror}.") from error
    with file:
        seal = _check_seal(file)
        try:
            with zipfile.ZipFile(file) as members:
                archive = Archive(_checked_manifest(members), seal, members)
                for content in archive.manifest.contents:
                    _check_content(archive, content)
                yield archive
        except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
            raise BadArchive(f"The archive is damaged: {error}.") from error


def _check_seal(file: IO[bytes]) -> str:
    length = file.seek(0, 2)
    if length <= SEAL_LENGTH:
        raise BadArchive("This is not an archive of a business.")
    file.seek(length - SEAL_LENGTH)
    seal = file.read(SEAL_LENGTH)
    file.seek(0)
    digest, left = hashlib.sha256(), length - SEAL_LENGTH
    while chunk := file.read(min(CHUNK, left)):
        digest.update(chunk)
        left -= len(chunk)
    digest.update(b"0" * SEAL_LENGTH)
    if digest.hexdigest().encode() != seal:
        raise BadArchive("The archive was cut short or changed since it was written: its seal does not match.")
    return seal.decode()


def _checked_manifest(file: zipfile.ZipFile) -> Manifest:
    infos = file.infolist()
    for name, count in Counter(info.orig_filename for info in infos).items():
        if count > 1:
            raise BadArchive(f"The archive holds {name!r} twice.")
    for info in infos:
        if problem := _problem_with(info):
            raise BadArchive(f"The archive holds {info.orig_filename!r}, {problem}.")
    sizes = {info.filename: info.file_size for info in infos}
    if not 0 < sizes.get(MANIFEST, 0) <= MANIFEST_LIMIT:
        raise BadArchive("The archive has no manifest.")
    manifest = parse(file.read(MANIFEST))
    _check_members(manifest, sizes)
    return manifest


def _problem_with(info: zipfile.ZipInfo) -> str:
    name, mode = info.orig_filename, info.external_attr >> 16
    parts = name.split("/")
    rules = (
        ("\0" in name or "\\" in name or ":" in parts[0], "whose name is no plain path"),
        (PurePosixPath(name).is_absolute() or bool({"", ".", ".."} & set(parts)), "a path that leads elsewhere"),
        (bool(stat.S_IFMT(mode)) and not stat.S_ISREG(mode), "which is not a plain file"),
        (bool(info.flag_bits & ENCRYPTED), "which is encrypted"),
        (info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size, "which is compressed"),
    )
    return next((problem for broken, problem in rules if broken), "")


def _check_members(manifest: Manifest, sizes: dict[str, int]) -> None:
    """The manifest names every member exactly once, each in its place, with its size."""
    named = Counter(content.member for content in manifest.contents)
    for name, count in named.items():
        if count > 1:
            raise BadArchive(f"The manifest names {name!r} twice.")
        if name not in sizes:
            raise BadArchive(f"The archive lacks {name!r}.")
    if unknown := sorted(sizes.keys() - named.keys() - {MANIFEST}):
        raise BadArchive(f"The archive holds {unknown[0]!r}, which its manifest does not name.")
    places = {
        "data/": [table.content for table in manifest.tables],
        "files/": manifest.files,
        "due_work.json": [manifest.due_work],
        "open/": manifest.open_forms,
    }
    for place, contents in places.items():
        if misplaced := [content.member for content in contents if not content.member.startswith(place)]:
            raise BadArchive(f"{misplaced[0]!r} is not in its place, {place!r}.")
    folders = {str(folder) for name in named for folder in PurePosixPath(name).parents}
    if both := sorted(folders & named.keys()):
        raise BadArchive(f"The archive holds {both[0]!r} as a file and as a folder.")
    for content in manifest.contents:
        if content.bytes != sizes[content.member]:
            raise BadArchive(f"{content.member!r} has {sizes[content.member]} bytes, not {content.bytes}.")


def _check_content(archive: Archive, content: Content) -> None:
    digest = hashlib.sha256()
    for chunk in archive.chunks(content):
        digest.update(chunk)
    if digest.hexdigest() != content.sha256:
        raise BadArchive(f"{content.member!r} is not what was written: its checksum differs.")
