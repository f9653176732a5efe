"""Any S3: one bucket for all businesses, each behind a prefix of its own.

Only this module knows boto3, and only a process that keeps files in S3 imports it.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from functools import cached_property
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, Literal

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.utils.translation import gettext as _

from apps.common.business import current
from apps.common.errors import Unavailable
from apps.common.storage.base import CHUNK, Kept, TenantStorage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

logger = logging.getLogger(__name__)

MEMORY = 4 * 1024 * 1024  # a larger file is read by way of the disk
MISSING = {"404", "NoSuchKey", "NotFound"}
TIMES = {"connect_timeout": 3, "read_timeout": 15, "retries": {"mode": "standard", "total_max_attempts": 3}}


class S3Storage(TenantStorage):
    """Objects named `<schema>/<name>` in one bucket."""

    def __init__(  # noqa: PLR0913 - what a bucket is reached by
        self,
        *,
        bucket: str,
        region: str,
        endpoint_url: str = "",
        access_key_id: str = "",
        secret_access_key: str = "",
        addressing_style: Literal["path", "virtual"] = "path",
    ) -> None:
        """Without keys the SDK finds those of the machine (an instance's or a pod's role)."""
        self.bucket = bucket
        self._options = {
            "region_name": region,
            "endpoint_url": endpoint_url or None,
            "aws_access_key_id": access_key_id or None,
            "aws_secret_access_key": secret_access_key or None,
            "config": Config(signature_version="s3v4", s3={"addressing_style": addressing_style}, **TIMES),
        }

    @cached_property
    def client(self) -> Any:
        """Made once it is needed: after a server's process has split into its workers."""
        return boto3.session.Session().client("s3", **self._options)

    def everything(self) -> Iterator[Kept]:
        prefix = f"{current().schema_name}/"
        with _answered():
            for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix):
                for found in page.get("Contents", ()):
                    yield Kept(found["Key"].removeprefix(prefix), found["Size"])

    def remove_everything(self) -> list[Kept]:
        removed = list(self.everything())
        for start in range(0, len(removed), 1000):  # as many as S3 takes at once
            keys = [{"Key": self._key(kept.name)} for kept in removed[start : start + 1000]]
            with _answered():
                answer = self.client.delete_objects(Bucket=self.bucket, Delete={"Objects": keys, "Quiet": True})
            if answer.get("Errors"):
                logger.error("S3 kept what was to go: %s", answer["Errors"][0].get("Code"))
                raise Unavailable(_("Files could not be removed. Try again."))
        return removed

    def direct_address(self, name: str, *, seconds: int, content_type: str, disposition: str) -> str:
        answer = {"ResponseContentType": content_type, "ResponseContentDisposition": disposition}
        answer["ResponseCacheControl"] = f"private, max-age={seconds}, immutable"
        wanted = {"Bucket": self.bucket, "Key": self._key(name), **answer}
        with _answered():
            return str(self.client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=seconds))

    def delete(self, name: str) -> None:
        with _answered():
            self.client.delete_object(Bucket=self.bucket, Key=self._key(name))

    def exists(self, name: str) -> bool:
        try:
            self._head(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        return int(self._head(name)["ContentLength"])

    def get_modified_time(self, name: str) -> dt.datetime:
        modified: dt.datetime = self._head(name)["LastModified"]
        return modified

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError("A stored file is read whole and replaced whole.")
        with _answered():
            body = self.client.get_object(Bucket=self.bucket, Key=self._key(name))["Body"]
            content = SpooledTemporaryFile(max_size=MEMORY)  # noqa: SIM115 - closed with the File that it becomes
            for chunk in body.iter_chunks(CHUNK):
                content.write(chunk)
        content.seek(0)
        return File(content, name)

    def _save(self, name: str, content: File[bytes]) -> str:
        key = self._key(name)
        if content.seekable():
            content.seek(0)
        with _answered():
            self.client.upload_fileobj(content, self.bucket, key)
        return name

    def _head(self, name: str) -> dict[str, Any]:
        with _answered():
            return dict(self.client.head_object(Bucket=self.bucket, Key=self._key(name)))

    def _key(self, name: str) -> str:
        """Return the object's whole name. Raises SuspiciousFileOperation for one that would lead elsewhere."""
        if {"", ".", ".."} & set(name.split("/")) or "\\" in name or "\0" in name:
            raise SuspiciousFileOperation(f"{name!r} is no name of a file")
        return f"{current().schema_name}/{name}"


@contextmanager
def _answered() -> Iterator[None]:
    """Turn the SDK's errors into ours: FileNotFoundError, or Unavailable, with a line in the log that says why."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in MISSING:
            raise FileNotFoundError(code) from error
        logger.error("S3 refused: %s", error)  # noqa: TRY400 - the trace says nothing more
        raise Unavailable(_("Files are out of reach for a moment.")) from error
    except (BotoCoreError, Boto3Error) as error:
        logger.error("S3 is away: %s", error)  # noqa: TRY400 - the same
        raise Unavailable(_("Files are out of reach for a moment.")) from error
