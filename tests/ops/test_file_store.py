"""Where files go, as the environment says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.environment import UnsafeSettings, read_environment

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_bucket_files_stay_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("S3_BUCKET", raising=False)
    store = read_environment().file_store
    assert store.backend == {"BACKEND": "apps.common.storage.local.LocalStorage"}
    assert store.origins == []


@pytest.mark.parametrize(
    ("endpoint", "style", "origin"),
    [
        ("", "", "https://photos.s3.eu-central-1.amazonaws.com"),
        ("https://s3.example.com/", "", "https://s3.example.com"),
        ("https://s3.example.com:9000", "virtual", "https://photos.s3.example.com:9000"),
    ],
)
def test_browsers_may_get_pictures_from_the_bucket(
    endpoint: str, style: str, origin: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("very secret")
    told = {"S3_BUCKET": "photos", "S3_REGION": "eu-central-1", "S3_ENDPOINT_URL": endpoint, "S3_ACCESS_KEY_ID": "key"}
    for name, value in {**told, "S3_SECRET_ACCESS_KEY_FILE": str(secret), "S3_ADDRESSING_STYLE": style}.items():
        if value:
            monkeypatch.setenv(name, value)
    store = read_environment().file_store
    assert store.origins == [origin]
    assert store.backend["BACKEND"] == "apps.common.storage.s3.S3Storage"
    assert store.backend["OPTIONS"]["secret_access_key"] == "very secret"


@pytest.mark.parametrize("endpoint", ["s3.example.com", "ftp://s3.example.com", "https://s3.example.com/bucket"])
def test_an_endpoint_that_is_none_is_refused(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3_ENDPOINT_URL", endpoint)
    with pytest.raises(UnsafeSettings, match="S3_ENDPOINT_URL: Give the address of the server alone"):
        read_environment()


def test_production_sends_nobody_over_plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3_BUCKET", "photos")
    monkeypatch.setenv("S3_ENDPOINT_URL", "http://s3.example.com")
    monkeypatch.setenv("S3_ACCESS_KEY_ID", "key")
    problems = read_environment().problems()
    assert "S3_ENDPOINT_URL is not https: browsers are sent there" in problems
    assert "S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY go together" in problems
