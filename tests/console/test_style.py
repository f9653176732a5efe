"""The style page and the palette of the console are for platform staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.people import Browser, ClientFor


@pytest.fixture
def desk(client_for: ClientFor, staff: User) -> Browser:
    return client_for(staff)


def test_it_shows_every_part_in_both_themes(desk: Browser) -> None:
    html = desk.get("/style/").content.decode()
    assert html.count('class="stage" data-theme="light"') == html.count('class="stage" data-theme="dark"') == 20
    assert "brand.css" not in html


def test_a_brand_can_be_tried(desk: Browser) -> None:
    html = desk.get("/style/", {"color": "#c02020", "theme": "dark", "direction": "rtl"}).content.decode()
    assert '<link rel="stylesheet" href="/style/brand.css?color=%23c02020">' in html
    assert 'data-theme="light" dir' not in html
    assert 'dir="rtl"' in html
    assert "brand-near-danger" in html
    css = desk.get("/style/brand.css", {"color": "#c02020"})
    assert css["Content-Type"] == "text/css"
    assert css.content.decode() == ":root{--brand-h:27;--brand-c:0.170}"


@pytest.mark.parametrize("asked", [{"color": "red;}*{display:none"}, {"theme": "x"}, {"direction": '"><script>'}])
def test_what_makes_no_sense_counts_as_not_asked(desk: Browser, asked: dict[str, str]) -> None:
    html = desk.get("/style/", asked).content.decode()
    assert "--brand-h 194" in html
    assert desk.get("/style/brand.css", asked).content.decode() == ":root{--brand-h:194;--brand-c:0.081}"
    assert '"><script>' not in html


def test_what_its_forms_send_is_told_in_a_toast(desk: Browser) -> None:
    html = desk.post("/style/", {"file": "x"}, follow=True).content.decode()
    assert "Hugo moved to Wed 07:30." in html
    assert '<form method="post" action="/style/">' in html


@pytest.mark.parametrize("path", ["/style/", "/style/brand.css", "/palette/"])
def test_only_staff_come_in(client_for: ClientFor, owner: User, path: str) -> None:
    browser = client_for(owner)
    browser.defaults["SERVER_NAME"] = "console.mecto.localhost"
    assert browser.get(path).status_code in {302, 403}


def test_the_console_finds_businesses(desk: Browser, business: BusinessRef) -> None:
    html = desk.get("/palette/", {"q": business.name[:5]}).content.decode()
    assert f"/businesses/{business.id}/" in html
    assert "Style" in desk.get("/palette/").content.decode()
