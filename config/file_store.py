"""Where the private files of businesses are kept, as the environment says: the local disk, or a bucket in any S3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from marshmallow import ValidationError
from marshmallow.validate import OneOf

if TYPE_CHECKING:
    from environs import Env

LOCAL = "apps.common.storage.local.LocalStorage"
S3 = "apps.common.storage.s3.S3Storage"


@dataclass(frozen=True, slots=True)
class FileStore:
    """A bucket and the way to it; without a bucket the local disk."""

    bucket: str
    region: str
    endpoint_url: str
    access_key_id: str
    secret_access_key: str
    addressing_style: str

    @property
    def backend(self) -> dict[str, Any]:
        """Return the entry for Django's STORAGES."""
        if not self.bucket:
            return {"BACKEND": LOCAL}
        options = {
            "bucket": self.bucket,
            "region": self.region,
            "endpoint_url": self.endpoint_url,
            "access_key_id": self.access_key_id,
            "secret_access_key": self.secret_access_key,
            "addressing_style": self.addressing_style,
        }
        return {"BACKEND": S3, "OPTIONS": options}

    @property
    def origins(self) -> list[str]:
        """Return where browsers get files from besides the product, for the content security policy."""
        if not self.bucket:
            return []
        parts = urlsplit(self.endpoint_url or f"https://s3.{self.region}.amazonaws.com")
        host = parts.netloc if self.addressing_style == "path" else f"{self.bucket}.{parts.netloc}"
        return [f"{parts.scheme}://{host}"]

    def problems(self) -> dict[str, bool]:
        """Name what production must not run with."""
        return {
            "S3_ENDPOINT_URL is not https: browsers are sent there": (
                bool(self.bucket) and self.endpoint_url.startswith("http://")
            ),
            "S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY go together": (
                bool(self.access_key_id) != bool(self.secret_access_key)
            ),
        }


def read_file_store(env: Env) -> FileStore:
    """Read `S3_…`; Amazon's own needs no endpoint, any other is spoken to by path unless S3_ADDRESSING_STYLE says "virtual"."""
    endpoint = str(env.str("S3_ENDPOINT_URL", "", validate=_check_endpoint)).rstrip("/")
    styles = OneOf(["path", "virtual"])
    return FileStore(
        bucket=env.str("S3_BUCKET", ""),
        region=env.str("S3_REGION", "us-east-1"),
        endpoint_url=endpoint,
        access_key_id=env.str("S3_ACCESS_KEY_ID", ""),
        secret_access_key=env.str("S3_SECRET_ACCESS_KEY", ""),
        addressing_style=env.str("S3_ADDRESSING_STYLE", "path" if endpoint else "virtual", validate=styles),
    )


def _check_endpoint(text: str) -> None:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/") or parts.query):
        message = "Give the address of the server alone, such as https://s3.example.com."
        raise ValidationError(message)
