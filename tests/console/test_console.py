"""Platform staff see businesses from outside, and close and open their doors with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from tenants.registry.context import enter_public
from tenants.registry.models import AuditEntry, Tenant
from tests.factories.people import PASSWORD
from tests.harness.people import CONSOLE, Browser, host_of

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.people import ClientFor


@pytest.fixture
def desk(client_for: ClientFor, staff: User) -> Browser:
    return client_for(staff)


@pytest.fixture
def tenant(both_businesses: dict[str, BusinessRef], db: None) -> Tenant:
    with enter_public():
        found: Tenant = Tenant.objects.get(subdomain="demo-gym")
    return found


def test_staff_log_in_and_see_every_business(staff: User) -> None:
    browser = Browser(SERVER_NAME=CONSOLE)
    assert browser.get("/")["Location"] == "/accounts/login/?next=/"
    answer = browser.post("/accounts/login/", {"login": staff.email, "password": PASSWORD, "next": "/"})
    assert answer["Location"] == "/"
    page = browser.get("/").content.decode()
    assert "demo-gym." in page
    assert "rival-gym." in page


def test_finding_one(desk: Browser) -> None:
    page = desk.get("/?search=DEMO").content.decode()
    assert ("demo-gym." in page, "rival-gym." in page) == (True, False)
    assert "demo-gym." not in desk.get("/?state=suspended").content.decode()
    assert desk.get("/?cursor=x").status_code == 400
    assert desk.get("/?search=%00").status_code == 200


def test_suspending_closes_the_doors_and_is_audited(desk: Browser, staff: User, tenant: Tenant) -> None:
    url = f"/businesses/{tenant.pk}/suspension/"
    assert desk.post(url, {"reason": ""}).status_code == 422
    assert AuditEntry.objects.count() == 0
    assert desk.post(url, {"reason": "Unpaid since May"}).status_code == 302
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor_id, entry.reason) == ("suspend", staff.pk, "Unpaid since May")
    assert Browser(SERVER_NAME=tenant.host).get("/accounts/login/").status_code == 403
    again = desk.post(url, {"reason": "Twice"})
    assert (again.status_code, AuditEntry.objects.count()) == (422, 1)
    assert "Unpaid since May" in desk.get(f"/businesses/{tenant.pk}/").content.decode()
    assert desk.post(f"/businesses/{tenant.pk}/resumption/", {"reason": "Paid"}).status_code == 302
    tenant.refresh_from_db()
    assert tenant.state == Tenant.State.READY


@pytest.mark.parametrize("path", ["/", "/businesses/{}/"])
def test_owners_of_businesses_are_nobody_here(client_for: ClientFor, owner: User, tenant: Tenant, path: str) -> None:
    browser = client_for(owner)
    browser.defaults["SERVER_NAME"] = CONSOLE
    with enter_public():
        assert browser.get(path.format(tenant.pk)).status_code == 302


def test_staff_are_nobody_in_a_business(desk: Browser, business: BusinessRef) -> None:
    desk.defaults["SERVER_NAME"] = host_of(business)
    assert desk.get("/team/").status_code == 302


def test_the_console_exists_on_its_host_only(public_client: Browser, anonymous: Browser, tenant: Tenant) -> None:
    for browser in (public_client, anonymous):
        assert browser.get(f"/businesses/{tenant.pk}/").status_code == 404
    assert settings.CONSOLE_URLCONF == "config.urls.console"


def test_the_server_is_shown_once_there_is_a_choice(
    desk: Browser, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = ("/", f"/businesses/{tenant.pk}/")
    assert not any("<code>main</code>" in desk.get(path).content.decode() for path in pages)
    monkeypatch.setitem(settings.DATABASE_SERVERS, "east", settings.DATABASE_SERVERS["main"])
    assert all("<code>main</code>" in desk.get(path).content.decode() for path in pages)
