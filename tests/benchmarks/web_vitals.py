"""What a browser with an empty cache sees of the list and of a profile: Chromium on this machine."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from deploy.local import ports
from deploy.local.browser import find_chromium
from tests.benchmarks.measure import Result
from tests.benchmarks.product import cookie_of, demo_business, in_django, web

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROUNDS = 7
WAIT_MS = 600
WATCH = """
  window.seen = { lcp: 0, cls: 0 };
  new PerformanceObserver((list) => { for (const one of list.getEntries()) seen.lcp = one.startTime; }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) seen.cls += one.value; }).observe({ type: "layout-shift", buffered: true });
"""
SCRIPTS = """() => performance.getEntriesByType("resource").filter((one) => one.name.split("?")[0].endsWith(".js")).reduce((sum, one) => sum + one.encodedBodySize, 0)"""


def measure(size: int) -> list[Result]:
    """Open each page in a profile of its own; `size` changes nothing."""
    from playwright.sync_api import sync_playwright

    host, _schema = in_django(demo_business)
    cookie = in_django(lambda: cookie_of("demo", "owner@demo.example"))
    pages = {"list": "/clients/", "profile": in_django(_profile)}
    port = ports.pick_inner(1)
    with web(port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        base = f"http://{host}:{port}"
        results = [one for name, path in pages.items() for one in _page(browser, name, base, path, cookie)]
        browser.close()
    return results


def _profile() -> str:
    from apps.clients.models import Client
    from tenants.registry.context import enter_business
    from tenants.registry.models import Tenant

    with enter_business(Tenant.objects.get(subdomain="demo").as_ref()):
        return f"/clients/{Client.objects.order_by('sort_name')[0].pk}/"


def _page(browser: Browser, name: str, base: str, path: str, cookie: str) -> list[Result]:
    seen = [_visit(browser, base, path, cookie) for _round in range(ROUNDS)]
    return [
        _result(f"{name}: largest contentful paint", median(one["lcp"] for one in seen), "ms", 800),
        _result(f"{name}: layout shift", max(one["cls"] for one in seen), "", 0.02),
        _result(f"{name}: scripts as sent", seen[0]["scripts"] / 1_000, "kB", 60),
    ]


def _visit(browser: Browser, base: str, path: str, cookie: str) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    cookie_name, _equals, value = cookie.partition("=")
    context.add_cookies([{"name": cookie_name, "value": value, "url": base}])
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{base}{path}", wait_until="networkidle")
    page.wait_for_timeout(WAIT_MS)
    seen: dict[str, Any] = {**page.evaluate("() => seen"), "scripts": page.evaluate(SCRIPTS)}
    context.close()
    return seen


def _result(name: str, value: float, unit: str, limit: float) -> Result:
    baseline = f"an empty cache, {ROUNDS} visits"
    return Result(goal="web", name=name, value=value, unit=unit, baseline=baseline, limit=limit, size=1, rounds=ROUNDS)
