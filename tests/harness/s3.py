"""A real S3 server on loopback, with keys and a bucket, gone at the end."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from deploy.local import ports
from tests.harness.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import Settings

KEY, SECRET, BUCKET, REGION = "test-key", "test-secret", "private-files", "eu-central-1"


@dataclass(frozen=True)
class S3Server:
    """Where it listens."""

    endpoint_url: str

    @property
    def options(self) -> dict[str, Any]:
        """Return what reaches the bucket, as `config.file_store` would give it."""
        return {
            "bucket": BUCKET,
            "region": REGION,
            "endpoint_url": self.endpoint_url,
            "access_key_id": KEY,
            "secret_access_key": SECRET,
            "addressing_style": "path",
        }

    @property
    def client(self) -> Any:
        return boto3.session.Session().client(
            "s3",
            endpoint_url=self.endpoint_url,
            region_name=REGION,
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
        )

    def names(self) -> list[str]:
        """Return the name of every object."""
        return [found["Key"] for found in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", ())]


@contextmanager
def s3_server(folder: Path) -> Iterator[S3Server]:
    """Run rclone's S3 over a folder; it checks signatures, also those in addresses."""
    port = ports.pick_inner(hash(str(folder)))
    program = str(Path(sys.executable).with_name("rclone"))
    listening = ("serve", "s3", "--auth-key", f"{KEY},{SECRET}", "--addr", f"127.0.0.1:{port}", str(folder))
    process = subprocess.Popen([program, "--config", "/dev/null", *listening], stderr=subprocess.DEVNULL)  # noqa: S603 - a development dependency
    try:
        until(lambda: not ports.is_free(port), "S3 to listen")
        server = S3Server(f"http://127.0.0.1:{port}")
        server.client.create_bucket(Bucket=BUCKET)
        yield server
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def _s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with s3_server(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def s3(_s3: S3Server, settings: Settings) -> S3Server:
    """Keep private files in S3 for the length of the test, beginning with none."""
    for key in _s3.names():
        _s3.client.delete_object(Bucket=BUCKET, Key=key)
    backend = {"BACKEND": "apps.common.storage.s3.S3Storage", "OPTIONS": _s3.options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return _s3


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest) -> str:
    """Run the test with each kind of storage."""
    if request.param == "s3":
        request.getfixturevalue("s3")
    return str(request.param)
