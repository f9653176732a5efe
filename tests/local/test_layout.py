from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from deploy.local.console import Refusal
from deploy.local.layout import DataDirectory, Hold

# What a Unix socket's address holds, with the zero at its end.
SOCKET_ADDRESS = 108


def test_a_secret_is_made_once_and_is_for_the_owner_only(data: DataDirectory) -> None:
    first = data.secret("key")
    assert len(first) >= 50
    assert DataDirectory(data.root).secret("key") == first
    assert data.secret("other") != first
    assert (data.root / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_sockets_lie_in_the_data_directory_where_the_path_is_short() -> None:
    assert DataDirectory(Path("/data")).sockets == Path("/data/run")


def test_sockets_of_a_deep_data_directory_get_a_short_path(tmp_path: Path) -> None:
    deep, other = DataDirectory(tmp_path / ("d" * 120)), DataDirectory(tmp_path / ("e" * 120))
    assert len(bytes(deep.sockets / "postgres" / ".s.PGSQL.5432")) < SOCKET_ADDRESS
    assert deep.sockets != other.sockets


def test_a_socket_folder_open_to_others_is_refused(data: DataDirectory) -> None:
    data.sockets.mkdir(mode=0o700)
    data.sockets.chmod(0o777)
    with pytest.raises(Refusal, match="open to others"):
        data.make_sockets()


def test_a_second_command_on_the_same_data_is_told_who_runs(data: DataDirectory) -> None:
    with (
        Hold(data, "http://mecto.localhost:8000/"),
        pytest.raises(Refusal, match=r"already running: http://mecto\.localhost:8000/"),
        Hold(data, "http://mecto.localhost:8001/"),
    ):
        pass
    with Hold(data, "http://mecto.localhost:8001/"):
        pass


def test_a_full_disk_is_named_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(100, 58_000_000, 42_000_000))
    with pytest.raises(Refusal, match=r"is full: 42 MB are free, 600 MB are needed"):
        DataDirectory(tmp_path / "data").prepare()


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(Refusal, match="cannot be made"):
        DataDirectory(tmp_path / "file" / "data").prepare()
