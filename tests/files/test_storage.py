"""Private files: each business's own, on the local disk as in S3."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile, File

from apps.common.errors import NoBusiness, Unavailable
from apps.common.storage import Kept, files
from apps.common.storage.s3 import S3Storage
from tenants.registry.context import enter_business, enter_public
from tests.harness.s3 import BUCKET

if TYPE_CHECKING:
    from apps.common.business import BusinessRef
    from tests.harness.s3 import S3Server

LARGE = bytes(range(256)) * 40_000  # ten million bytes: more than one piece on the way out, more than is kept in memory


def test_a_file_comes_back_as_it_went_in(business: BusinessRef, store: str) -> None:
    name = files().save("plans/strength.pdf", ContentFile(LARGE))
    assert name == "plans/strength.pdf"
    assert files().exists(name)
    assert files().size(name) == len(LARGE)
    assert b"".join(files().chunks(name)) == LARGE
    assert files().get_modified_time(name).year >= 2026
    files().delete(name)
    assert not files().exists(name)
    with pytest.raises(FileNotFoundError):
        files().open(name)


def test_what_cannot_be_wound_back_is_kept_too(business: BusinessRef, store: str) -> None:
    class OneWay(io.BytesIO):
        def seekable(self) -> bool:
            return False

    files().save("one-way.bin", File(OneWay(b"once")))
    assert b"".join(files().chunks("one-way.bin")) == b"once"


def test_removing_twice_is_fine(business: BusinessRef, store: str) -> None:
    files().save("a.txt", ContentFile(b"a"))
    files().delete("a.txt")
    files().delete("a.txt")


def test_two_businesses_never_meet(business: BusinessRef, rival: BusinessRef, store: str) -> None:
    files().save("notes/plan.txt", ContentFile(b"ours"))
    with enter_business(rival):
        assert list(files().everything()) == []
        assert files().save("notes/plan.txt", ContentFile(b"theirs!")) == "notes/plan.txt"
        assert list(files().everything()) == [Kept("notes/plan.txt", 7)]
        assert files().remove_everything()
        assert list(files().everything()) == []
    assert b"".join(files().chunks("notes/plan.txt")) == b"ours"


def test_a_business_whose_name_begins_another_takes_nothing_of_it(
    business: BusinessRef, rival: BusinessRef, s3: S3Server
) -> None:
    files().save("plan.txt", ContentFile(b"ours"))
    s3.client.put_object(Bucket=BUCKET, Key=f"{business.schema_name}0/plan.txt", Body=b"of another")
    assert [kept.name for kept in files().everything()] == ["plan.txt"]
    files().remove_everything()
    assert f"{business.schema_name}0/plan.txt" in s3.names()


@pytest.mark.parametrize(
    "place",
    [
        "../{other}/plan.txt",
        "/{other}/plan.txt",
        "a/../../{other}/plan.txt",
        "..\\{other}\\plan.txt",
        "a//b",
        "./a",
        "",
    ],
)
def test_no_name_leads_out(place: str, business: BusinessRef, rival: BusinessRef, s3: S3Server) -> None:
    with enter_business(rival):
        files().save("plan.txt", ContentFile(b"theirs"))
    name, before = place.format(other=rival.schema_name), s3.names()
    address = {"seconds": 60, "content_type": "text/plain", "disposition": "inline"}
    for act, options in {"open": {}, "delete": {}, "exists": {}, "size": {}, "direct_address": address}.items():
        with pytest.raises(SuspiciousFileOperation):
            getattr(files(), act)(name, **options)
    with pytest.raises((SuspiciousFileOperation, FileNotFoundError)):
        files().save(name, ContentFile(b"x"))
    assert s3.names() == before


def test_nothing_is_kept_outside_a_business(db: None, store: str) -> None:
    with enter_public():
        for act in (
            lambda: files().save("plan.txt", ContentFile(b"whose?")),
            lambda: files().open("plan.txt"),
            lambda: list(files().everything()),
            lambda: files().remove_everything(),
        ):
            with pytest.raises(NoBusiness):
                act()


def test_more_files_than_one_page_of_a_list(business: BusinessRef, s3: S3Server) -> None:
    client = s3.client
    for number in range(1005):
        client.put_object(Bucket=BUCKET, Key=f"{business.schema_name}/many/{number}.txt", Body=b"x")
    assert sum(1 for _ in files().everything()) == 1005
    assert len(files().remove_everything()) == 1005
    assert list(files().everything()) == []


@pytest.mark.parametrize("broken", ["key", "bucket", "server"])
def test_s3_that_says_no_is_out_of_reach(broken: str, business: BusinessRef, s3: S3Server) -> None:
    options = s3.options
    options |= {
        "key": {"secret_access_key": "another"},
        "bucket": {"bucket": "no-such-bucket"},
        "server": {"endpoint_url": "http://127.0.0.1:9"},
    }[broken]
    storage = S3Storage(**options)
    with pytest.raises(Unavailable):
        storage.save("plan.txt", ContentFile(b"ours"))
