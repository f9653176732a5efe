"""Walk through the hosts and take a picture of each kind of page once for each screen."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import django
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Error, sync_playwright

from deploy.local.variables import BASE_DOMAIN
from deploy.shots.rounds import PASSWORD, ROUNDS
from deploy.shots.sheet import write_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from deploy.shots.rounds import Round, Screen

FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
LINKS = "[...document.links].filter(a => a.origin === location.origin && !a.download).map(a => a.pathname)"
TALLEST = 2600
LEAVING = {"account_logout"}


@dataclass
class Walk:
    """What one round has found: an address for each page name, and what went wrong."""

    round: Round
    origin: str
    folder: Path
    only: str
    addresses: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def take_all(*, folder: Path, port: int, chromium: str, only: str = "") -> int:
    """Take every picture into `folder`, write the contact sheet, and say what could not be reached."""
    django.setup()
    walks = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for tour in ROUNDS:
            host = f"{tour.subdomain}.{BASE_DOMAIN}" if tour.subdomain else BASE_DOMAIN
            walk = Walk(tour, f"http://{host}:{port}", folder, only)
            walks.append(walk)
            for screen in tour.screens:
                _look(browser, walk, screen)
        browser.close()
    sheet = write_sheet(folder, walks, _not_reached(walks))
    problems = [problem for walk in walks for problem in walk.problems]
    sys.stdout.write("".join(f"{problem}\n" for problem in problems) + f"{sheet}\n")
    return 1 if problems else 0


def _look(browser: Browser, walk: Walk, screen: Screen) -> None:
    """Visit every page on one screen; the first screen finds the pages."""
    context = browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        color_scheme="dark" if screen.theme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/London",
    )
    page = context.new_page()
    page.on("pageerror", lambda error: walk.problems.append(f"{walk.round.name} {page.url}: {error}"))
    if walk.round.email:
        _log_in(page, walk)
    for name, address in list(walk.addresses.items()) or _found(page, walk):
        if walk.only in name:
            _take(page, walk, address, screen)
    context.close()


def _log_in(page: Page, walk: Walk) -> None:
    page.goto(f"{walk.origin}/accounts/login/")
    page.locator("main [name=login]").fill(walk.round.email)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main [name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def _found(page: Page, walk: Walk) -> Iterator[tuple[str, str]]:
    """Give each kind of page as it is met; the links of a page are read before it is given."""
    waiting = list(walk.round.starts)
    while waiting:
        address = waiting.pop(0)
        name = _name_of(address, walk.round.urlconf)
        if not name or name in walk.addresses or name in LEAVING:
            continue
        try:
            response = page.goto(walk.origin + address)
        except Error:  # a file to keep instead of a page
            continue
        if response is None or "text/html" not in response.headers.get("content-type", ""):
            continue
        walk.addresses[name] = address
        waiting += page.evaluate(LINKS)
        yield name, address


def _take(page: Page, walk: Walk, address: str, screen: Screen) -> None:
    name = _name_of(address, walk.round.urlconf)
    file = walk.folder / f"{walk.round.name}-{name}-{screen.name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        response = page.goto(walk.origin + address, wait_until="networkidle")
        height = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
        page.set_viewport_size({"width": screen.width, "height": max(screen.height, height)})
        page.screenshot(path=file)
        page.set_viewport_size({"width": screen.width, "height": screen.height})
    except Error as problem:
        walk.problems.append(f"{file.stem}: {problem.message.splitlines()[0]}")
        return
    wide = int(page.evaluate("document.documentElement.scrollWidth"))
    if wide > screen.width:
        walk.problems.append(f"{file.stem}: {wide} px wide")
    if response and response.status >= 500:  # noqa: PLR2004 the server's own mistakes
        walk.problems.append(f"{file.stem}: {response.status}")


def _name_of(address: str, urlconf: str) -> str:
    try:
        return resolve(urlsplit(address).path, urlconf=urlconf).view_name
    except Resolver404:
        return ""


def _not_reached(walks: list[Walk]) -> dict[str, list[str]]:
    """Return, by URL set, the names that no walk came to: acts that are only posted, files, links in mails."""
    found: dict[str, set[str]] = {}
    for walk in walks:
        found.setdefault(walk.round.urlconf, set()).update(walk.addresses)
    return {urlconf: sorted(set(_names(get_resolver(urlconf))) - names) for urlconf, names in found.items()}


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and entry.name and not space and not entry.name.startswith("api_"):
            yield entry.name
