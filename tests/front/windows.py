"""Windows of the browser that show sample pages. A new window costs as much as loading ten pages: they are used again."""

from __future__ import annotations

import mimetypes
from collections import defaultdict
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.front.preview import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Error, Page

DIST = ROOT / "static" / "dist"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'"
)
HTML = "text/html; charset=utf-8"
FOR_EVER = "public, max-age=31536000, immutable"
BLANK = "about:blank"


class Visit:
    """A window in which one test looks at sample pages; what is answered and what was sent is the test's own."""

    def __init__(self, page: Page, host: str, pages: dict[str, str]) -> None:
        self.page, self.host, self.pages = page, host, pages
        self.posted: list[str] = []
        self.problems: list[str] = []
        self.answers: dict[str, tuple[int, str]] = {}
        page.on("pageerror", self._fail)
        page.on("console", self._hear)

    def open(self, name: str) -> Page:
        self.page.goto(f"http://{self.host}/{name}.html")
        return self.page

    def look(self, *, width: int = 1440, theme: str = "light", motion: str = "reduce", forced: str = "none") -> None:
        """Make the window so wide, and have the browser ask for this."""
        self.page.set_viewport_size({"width": width, "height": 800})
        asked: dict[str, Any] = {"color_scheme": theme, "reduced_motion": motion, "forced_colors": forced}
        self.page.emulate_media(**asked)

    def leave(self) -> None:
        """Empty the window for the next test."""
        if self.page.url != BLANK:
            self.page.evaluate("sessionStorage.clear(), localStorage.clear()")
        self.page.context.clear_cookies()
        self.page.mouse.move(0, 0)
        self.page.goto(BLANK)
        self.page.remove_listener("pageerror", self._fail)
        self.page.remove_listener("console", self._hear)

    def _fail(self, error: Error) -> None:
        self.problems.append(str(error))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(message.text)


class Answering(BaseHTTPRequestHandler):
    """Answers from memory, under our content security policy."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        visit, path = self.server.visits[self.headers["Host"]], urlsplit(self.path).path
        if path in visit.answers:
            status, body = visit.answers[path]
            self._answer(body.encode(), "text/html", status)
        elif path.startswith("/static/") and (file := DIST / path.removeprefix("/static/")).is_file():
            kind = mimetypes.guess_type(file.name)[0] or "font/woff2"
            self._answer(file.read_bytes(), kind, cache_control=FOR_EVER)
        elif (name := Path(path).stem) in visit.pages and path.endswith(".html"):
            self._answer(visit.pages[name].encode(), HTML, content_security_policy=POLICY)
        else:
            self._answer(b"", HTML, 204)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.visits[self.headers["Host"]].posted.append(sent.decode(errors="replace"))
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""

    def _answer(self, body: bytes, kind: str, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """One server for all windows, each under a host of its own."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.visits: dict[str, Visit] = {}
        Thread(target=self.serve_forever, name="sample pages", daemon=True).start()


class Windows:
    """Windows that are open, by what cannot be changed in an open one: whether it has a touch screen, whether scripts run."""

    def __init__(self, browser: Browser, pages: dict[str, str]) -> None:
        self._browser, self._pages, self._server = browser, pages, Server()
        self._free: dict[tuple[bool, bool], list[tuple[Page, str]]] = defaultdict(list)
        self._opened = 0

    @contextmanager
    def window(self, *, touch: bool, scripts: bool, fresh: bool) -> Iterator[Visit]:
        """Lend a window; a fresh one is for tests that leave a mark on it, such as a clock that stands still."""
        free = self._free[touch, scripts]
        page, host = free.pop() if free and not fresh else self._open(touch=touch, scripts=scripts)
        visit = self._server.visits[host] = Visit(page, host, self._pages)
        try:
            yield visit
            if not fresh:
                visit.leave()
                free.append((page, host))
        finally:
            if (page, host) not in free:
                page.context.close()

    def close(self) -> None:
        for page, _host in (each for free in self._free.values() for each in free):
            page.context.close()
        self._server.shutdown()
        self._server.server_close()

    def _open(self, *, touch: bool, scripts: bool) -> tuple[Page, str]:
        context = self._browser.new_context(has_touch=touch, java_script_enabled=scripts)
        context.set_default_timeout(20_000)
        self._opened += 1
        return context.new_page(), f"w{self._opened}.preview.localhost:{self._server.server_port}"
