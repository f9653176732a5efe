"""What the fakes' HTTP server refuses and survives."""

from __future__ import annotations

import http.client
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from apps.integrations.fakeserver.server import BODY_MAX, FakeServer
from tests.integrations.fakeserver.test_inbox import send
from tests.integrations.serving import serving

if TYPE_CHECKING:
    import pytest

    from apps.integrations.fakeserver.exchange import Reply, Request
    from tests.integrations.conftest import Fakes


def status_of(url: str, method: str, path: str, **headers: str) -> int:
    """Make one request with exactly these headers."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
    try:
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


def test_health_and_unknown_paths(fakes: Fakes) -> None:
    """The supervisor waits for /healthz; everything else unknown is 404 or 405."""
    assert fakes.call("GET", "/healthz") == {"status": "ok", "fakes": ["/inbox", "/sendgrid", "/twilio"]}
    assert status_of(fakes.url, "GET", "/") == 404
    assert status_of(fakes.url, "GET", "/inboxes/messages") == 404
    assert status_of(fakes.url, "PUT", "/inbox/messages") == 405
    assert status_of(fakes.url, "HEAD", "/healthz") == 200


def test_a_name_that_is_not_ours_is_refused(fakes: Fakes) -> None:
    """A web page that resolves its own name to loopback cannot read the inbox."""
    assert status_of(fakes.url, "GET", "/inbox/messages", Host="evil.example") == 403
    assert status_of(fakes.url, "GET", "/inbox/messages", Host="localhost:1") == 200


def test_bodies_without_a_plain_length_are_refused(fakes: Fakes) -> None:
    """Nothing is read that was not announced."""
    path = "/sendgrid/v3/mail/send"
    assert status_of(fakes.url, "POST", path, Content_Length="-1") == 411
    assert status_of(fakes.url, "POST", path, Transfer_Encoding="chunked") == 411
    assert status_of(fakes.url, "POST", path, Content_Length=str(BODY_MAX + 1)) == 413


def test_a_failing_fake_answers_500_and_the_server_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    """The caller is answered, the log has the reason."""

    class Broken:
        def answer(self, request: Request) -> Reply:
            raise KeyError(request.path)

    with serving(FakeServer(port=0, fakes={"/broken": Broken()})) as url:
        assert [status_of(url, "GET", "/broken/x") for _ in range(2)] == [500, 500]
    assert "GET /broken/x failed" in caplog.text


def test_many_at_once_and_callers_that_hang_up(fakes: Fakes) -> None:
    """Threads share one store; half a request harms nobody."""
    host, port = urlsplit(fakes.url).hostname, urlsplit(fakes.url).port
    for _ in range(5):
        with socket.create_connection((str(host), int(port or 0))) as half:
            half.sendall(b"POST /sendgrid/v3/mail/send HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n{")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: send(fakes, to="p@x.example", subject=str(number)), range(40)))
    assert {letter["subject"] for letter in fakes.letters()} == {str(number) for number in range(40)}
    assert threading.active_count() < 40
