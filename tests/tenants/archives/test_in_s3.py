"""Export, import and removal of a business whose files are in S3."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.common.storage import Kept, files
from tenants.registry.context import enter_business
from tenants.registry.services.archives.dropping import drop_business
from tenants.registry.services.archives.exporting import export_business
from tenants.registry.services.archives.importing import import_business
from tests.tenants.archives.conftest import build_iron

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.s3 import S3Server

pytestmark = pytest.mark.django_db(transaction=True)


def test_there_and_back_and_gone(tmp_path: Path, s3: S3Server) -> None:
    iron = build_iron()
    path = tmp_path / "iron.mecto"
    manifest = export_business(tenant_id=iron.pk, path=path)
    assert [content.member for content in manifest.files] == ["files/photos/ada.jpg"]
    copy = import_business(path=path, subdomain="steel-house")
    assert sorted(s3.names()) == sorted(f"{one.schema_name}/photos/ada.jpg" for one in (iron, copy))
    with enter_business(copy.as_ref()):
        assert list(files().everything()) == [Kept("photos/ada.jpg", 900)]
        assert b"".join(files().chunks("photos/ada.jpg")) == b"a picture" * 100
    proof = drop_business(tenant_id=iron.pk)
    assert (proof["files"], proof["bytes"]) == (1, 900)
    assert s3.names() == [f"{copy.schema_name}/photos/ada.jpg"]
