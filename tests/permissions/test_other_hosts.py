"""The public host and the console, tried by everybody: staff, strangers, and people of a business with what their own host gave them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.conf import settings

from tenants.registry.context import enter_public
from tests.harness.people import CONSOLE, Browser, Machine
from tests.harness.routes import Route, fingerprint_of_rows, routes, undone
from tests.permissions.accounts import OPEN
from tests.permissions.hosts_table import CONSOLE_PAGES, PUBLIC_PAGES
from tests.permissions.test_matrix import is_refused

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.people import ApiFor, ClientFor

HOSTS = {CONSOLE: settings.CONSOLE_URLCONF, settings.BASE_DOMAIN: settings.PUBLIC_URLCONF}
OTHER_HOSTS = {CONSOLE: CONSOLE_PAGES, settings.BASE_DOMAIN: PUBLIC_PAGES}
BODY = {"reason": "They asked for it."}  # what a form of the console wants: nobody may be refused for want of it


def rule(host: str, route: Route) -> str:
    return OTHER_HOSTS[host][route.name]


def call(client: Any, host: str, route: Route, method: str, rows: dict[str, UUID]) -> tuple[Any, bool]:
    """Return the answer, and whether rows of the platform changed; nothing of it stays."""
    with enter_public(), undone(client):
        before = fingerprint_of_rows()
        send = getattr(client, method)
        response = send(route.path(rows, HOSTS[host]), BODY if method != "get" else None)
        return response, fingerprint_of_rows() != before


@pytest.fixture
def rows(business: BusinessRef) -> dict[str, UUID]:
    return dict.fromkeys(("businesses", "recoveries", "signup", "signups"), UUID(business.id))


@pytest.fixture(params=["stranger", "cookie", "token"])
def intruder(request: pytest.FixtureRequest, owner: User, client_for: ClientFor, api_for: ApiFor) -> Any:
    """Make a client of a host for somebody who has no business there."""

    def at(host: str) -> Any:
        if request.param == "token":
            return Machine(SERVER_NAME=host, HTTP_AUTHORIZATION=api_for(owner).defaults["HTTP_AUTHORIZATION"])
        browser = Browser(SERVER_NAME=host)
        if request.param == "cookie":
            name = settings.SESSION_COOKIE_NAME
            browser.cookies[name] = client_for(owner).cookies[name].value
        return browser

    return at


@pytest.mark.parametrize("host", HOSTS)
def test_the_table_names_what_exists(host: str) -> None:
    assert set(OTHER_HOSTS[host]) == {route.name for route in routes(HOSTS[host])}


@pytest.mark.parametrize("host", HOSTS)
def test_who_has_no_business_there(host: str, intruder: Any, rows: dict[str, UUID], owner: User) -> None:
    client = intruder(host)
    wrong = []
    for route in routes(HOSTS[host]):
        for method in route.methods:
            response, changed = call(client, host, route, method, rows)
            is_let_in = rule(host, route) != OPEN and (changed or not is_refused(response))
            if response.status_code >= 500 or is_let_in or owner.email in response.content.decode(errors="replace"):
                wrong.append(f"{method} {route.text}: {response.status_code}{', rows changed' * changed}")
    assert wrong == []


def test_staff_may_do_their_work(staff: User, client_for: ClientFor, rows: dict[str, UUID]) -> None:
    browser = client_for(staff)
    refused = [
        f"{method} {route.text}"
        for route in routes(settings.CONSOLE_URLCONF)
        for method in route.methods
        if rule(CONSOLE, route) != OPEN and is_refused(call(browser, CONSOLE, route, method, rows)[0])
    ]
    assert refused == []


def test_staff_are_nobody_elsewhere(staff: User, client_for: ClientFor, business: BusinessRef) -> None:
    """The console's cookie opens no page of a business, and the public host does not know it."""
    name = settings.SESSION_COOKIE_NAME
    browser = Browser(SERVER_NAME=business.host)
    browser.cookies[name] = client_for(staff).cookies[name].value
    assert is_refused(browser.get("/"))
    assert is_refused(browser.get("/team/"))
    browser = Browser(SERVER_NAME=settings.BASE_DOMAIN)
    browser.cookies[name] = client_for(staff).cookies[name].value
    assert staff.email not in browser.get("/").content.decode()
