"""Addresses of private files: for one business, for a while."""

from __future__ import annotations

import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.files.base import ContentFile

from apps.common.storage import files
from apps.common.storage.addresses import address_of
from tenants.registry.context import enter_business
from tests.harness.people import Browser, host_of

if TYPE_CHECKING:
    from pytest_django import Settings

    from apps.common.business import BusinessRef
    from tests.harness.s3 import S3Server

NOON = datetime.fromisoformat("2026-11-23T12:00:01+00:00")


def get(business: BusinessRef, address: str) -> Any:
    return Browser(SERVER_NAME=host_of(business)).get(address)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_picture_is_shown_and_kept_by_browsers(business: BusinessRef) -> None:
    files().save("photos/1-96.webp", ContentFile(b"RIFF"))
    response = get(business, address_of("photos/1-96.webp"))
    assert (response.status_code, body(response)) == (200, b"RIFF")
    assert response["Content-Type"] == "image/webp"
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"].startswith("private, max-age=")
    assert "Set-Cookie" not in response


@pytest.mark.parametrize("name", ["page.html", "photo.svg", "plan.pdf", "photos/1-96.webp.html"])
def test_all_else_is_saved_not_shown(name: str, business: BusinessRef) -> None:
    files().save(name, ContentFile(b"<script>alert(1)</script>"))
    response = get(business, address_of(name))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    response.close()


def test_a_file_keeps_its_address_for_a_quarter_of_an_hour_and_loses_it_within_the_hour(business: BusinessRef) -> None:
    files().save("plan.txt", ContentFile(b"plan"))
    with time_machine.travel(NOON, tick=False) as clock:
        address = address_of("plan.txt")
        clock.move_to(NOON + timedelta(minutes=14, seconds=50))
        assert address_of("plan.txt") == address
        clock.move_to(NOON + timedelta(minutes=15))
        assert address_of("plan.txt") != address
        clock.move_to(NOON + timedelta(minutes=59))
        response = get(business, address)
        assert response.status_code == 200
        assert int(response["Cache-Control"].split("max-age=")[1].split(",")[0]) <= 60
        response.close()
        clock.move_to(NOON + timedelta(minutes=60))
        response = get(business, address)
        assert response.status_code == 410
        assert "expired" in response.content.decode()


def test_an_address_of_another_business_is_nothing_here(business: BusinessRef, rival: BusinessRef) -> None:
    files().save("photos/1-96.webp", ContentFile(b"ours"))
    with enter_business(rival):
        files().save("photos/1-96.webp", ContentFile(b"theirs"))
        theirs = address_of("photos/1-96.webp")
    assert get(business, theirs).status_code == 404
    assert theirs != address_of("photos/1-96.webp")


def test_nobody_writes_a_token(business: BusinessRef) -> None:
    """Another name, another end, a bit changed anywhere, too short, no base64 at all."""
    files().save("a.txt", ContentFile(b"a"))
    files().save("b.txt", ContentFile(b"b"))
    token = address_of("a.txt").split("/")[2]
    raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    later = (int(time.time()) + 10**6).to_bytes(5)
    forged = [raw[:-5] + b"b.txt", later + raw[5:], raw[:10], b"", raw[:25] + b"\xff\xfe"]
    forged += [raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :] for place in range(len(raw))]
    texts = [urlsafe_b64encode(one).rstrip(b"=").decode() or "-" for one in forged]
    for text in [*texts, "%20", "é", "a" * 3000, "!!!", "."]:
        assert get(business, f"/files/{text}/").status_code == 404, text


def test_a_new_secret_lets_addresses_of_the_last_one_live_out(business: BusinessRef, settings: Settings) -> None:
    files().save("plan.txt", ContentFile(b"plan"))
    address, old = address_of("plan.txt"), settings.SECRET_KEY
    settings.SECRET_KEY = "another" * 10
    assert get(business, address).status_code == 404
    settings.SECRET_KEY_FALLBACKS = [old]
    response = get(business, address)
    assert response.status_code == 200
    response.close()


def test_a_file_that_is_gone_is_not_found(business: BusinessRef) -> None:
    assert get(business, address_of("gone.txt")).status_code == 404


def test_s3_gives_the_file_itself(business: BusinessRef, s3: S3Server) -> None:
    files().save("photos/1-96.webp", ContentFile(b"RIFF"))
    response = get(business, address_of("photos/1-96.webp"))
    assert response.status_code == 302
    assert response["Cache-Control"].startswith("private, max-age=")
    there = response["Location"]
    assert there.startswith(f"{s3.endpoint_url}/private-files/{business.schema_name}/photos/1-96.webp?")
    parts = urlsplit(there)
    for query, status in ((parts.query, 200), (parts.query.replace("Signature=", "Signature=0"), 403)):
        connection = HTTPConnection(parts.netloc)
        connection.request("GET", f"{parts.path}?{query}")
        answer = connection.getresponse()
        assert answer.status == status
        if status == 200:
            assert (answer.read(), answer.headers["Content-Type"]) == (b"RIFF", "image/webp")
            assert answer.headers["Content-Disposition"] == "inline"
        connection.close()
