"""The loopback HTTP server that hands each request to the fake its prefix names."""

from __future__ import annotations

import http.server
import logging
import sys
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from apps.integrations.fakeserver.exchange import Fake, Reply, Request, json_reply, last_values

if TYPE_CHECKING:
    from collections.abc import Mapping

BODY_MAX = 31 * 1024 * 1024
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})

logger = logging.getLogger(__name__)


class FakeServer(http.server.ThreadingHTTPServer):
    """One thread per connection; a fake that fails answers 500 and the server goes on."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *, port: int, fakes: Mapping[str, Fake]) -> None:
        """Bind to loopback only; port 0 takes a free one. `fakes` maps a prefix such as `/twilio` to its fake."""
        super().__init__(("127.0.0.1", port), _Handler)
        self.fakes = dict(fakes)

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay quiet about a client that hung up; log anything else."""
        del request
        failure = sys.exception()
        if not isinstance(failure, ConnectionError | TimeoutError):
            logger.error("fake server: connection from %s failed", client_address, exc_info=failure)

    def reply_to(self, request: Request) -> Reply:
        """Pick the fake by prefix and let it answer."""
        if request.path == "/healthz":
            return json_reply(200, {"status": "ok", "fakes": sorted(self.fakes)})
        for prefix, fake in self.fakes.items():
            if request.path.startswith(prefix + "/"):
                return fake.answer(_below(prefix, request))
        return json_reply(404, {"message": "no fake answers here"})


def _below(prefix: str, request: Request) -> Request:
    return Request(
        method=request.method,
        path=request.path.removeprefix(prefix),
        query=request.query,
        headers=request.headers,
        body=request.body,
    )


class _Handler(http.server.BaseHTTPRequestHandler):
    """Reads one request, refuses what could not have come from this machine, writes one reply."""

    protocol_version = "HTTP/1.1"
    server_version = "fakes"
    timeout = 30
    server: FakeServer

    def _serve(self) -> None:
        try:
            reply = self._answer()
        except Exception:
            # The edge of the process: whatever a fake trips over must become an answer, or the caller hangs.
            logger.exception("fake server: %s %s failed", self.command, self.path)
            reply = json_reply(HTTPStatus.INTERNAL_SERVER_ERROR, {"message": "the fake failed, see its log"})
        self._write(reply)

    def _answer(self) -> Reply:
        # A page on the web can resolve its own name to loopback; only our own names are answered.
        host = urlsplit("//" + self.headers.get("Host", "")).hostname
        if host not in LOOPBACK_NAMES:
            return self._refuse(HTTPStatus.FORBIDDEN, "only this machine is served")
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or "Transfer-Encoding" in self.headers:
            return self._refuse(HTTPStatus.LENGTH_REQUIRED, "a plain Content-Length is required")
        if int(length) > BODY_MAX:
            return self._refuse(HTTPStatus.CONTENT_TOO_LARGE, "the body is too large")
        target = urlsplit(self.path)
        request = Request(
            method=self.command,
            path=target.path,
            query=last_values(target.query),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(length)),
        )
        return self.server.reply_to(request)

    def _refuse(self, status: HTTPStatus, message: str) -> Reply:
        # The body stays unread, so the connection cannot carry another request.
        self.close_connection = True
        return json_reply(status, {"message": message})

    def _write(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        logger.debug(format, *args)

    # The base class looks handlers up by these names.
    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815
