from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string

from tests.front import samples
from tests.front.preview import page_names, template_settings
from tests.front.test_sources import INLINE

ERRORS = ["400", "403", "404", "429", "500", "503", "unknown_host", "suspended", "building"]
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def sample_pages(settings: Any) -> None:
    settings.TEMPLATES = template_settings()
    settings.ROOT_URLCONF = "tests.front.preview"


@pytest.mark.parametrize("name", page_names())
def test_a_page_holds_nothing_inline_and_no_id_twice(name: str) -> None:
    html = render_to_string(name, samples.context())
    assert INLINE.findall(html) == []
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert [identity for identity in set(ids) if ids.count(identity) > 1] == []


def test_the_frame_escapes_what_businesses_and_people_are_called() -> None:
    context = samples.context()
    context["business"].name = HOSTILE
    context["request"].user = samples.Person(HOSTILE)
    context["nav"][0].label = HOSTILE
    html = render_to_string("clients.html", context)
    assert HOSTILE not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_theme_is_in_the_first_tag_or_left_to_the_system() -> None:
    assert '<html lang="en' in (html := render_to_string("clients.html", {**samples.context(), "theme": "dark"}))
    assert 'data-theme="dark"' in html
    assert "data-theme=" not in render_to_string("clients.html", {**samples.context(), "theme": ""})


def test_only_a_business_brings_its_brand() -> None:
    assert '<link rel="stylesheet" href="/brand.css?v=1">' in render_to_string("clients.html", samples.context())
    assert "brand.css" not in render_to_string("clients.html", {**samples.context(), "business": None})


@pytest.mark.parametrize(("hue", "near"), [(26, True), (11, True), (10, False), (196, False), (42, False)])
def test_a_red_brand_outlines_what_destroys(hue: int, near: bool) -> None:  # noqa: FBT001 a parameter of the table
    context = samples.context()
    context["business"].brand_hue = hue
    assert ("brand-near-danger" in render_to_string("clients.html", context)) is near


def test_successes_are_toasts_and_errors_stand_in_the_page() -> None:
    messages = [
        Message(25, "Hugo moved.", extra_tags="undo:/sessions/7/restoration/"),
        Message(40, f"Could not save {HOSTILE}"),
    ]
    html = render_to_string("clients.html", {**samples.context(), "messages": messages})
    frame, toasts = html.split('id="toasts"')
    assert "Hugo moved." in toasts
    assert 'action="/sessions/7/restoration/"' in toasts
    assert "Hugo moved." not in frame
    assert 'role="alert"' in frame
    assert "Could not save &lt;script&gt;" in frame


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_nothing_but_the_reference(name: str) -> None:
    html = render_to_string(f"errors/{name}.html", {"request_id": "7f3c-01"})
    assert "Reference 7f3c-01" in html
    assert html.count("<h1>") == 1
    assert INLINE.findall(html) == []


def test_an_error_page_renders_without_a_built_front_end(monkeypatch: pytest.MonkeyPatch) -> None:
    from django_vite.core.asset_loader import DjangoViteAssetLoader
    from django_vite.core.exceptions import DjangoViteAssetNotFoundError

    def broken(*_args: object) -> str:
        raise DjangoViteAssetNotFoundError("src/styles/main.css", "manifest.json")

    monkeypatch.setattr(DjangoViteAssetLoader, "generate_vite_asset_url", broken)
    html = render_to_string("errors/500.html", {})
    assert "stylesheet" not in html
    assert "Something broke on our side" in html


def test_the_page_of_a_studio_being_built_looks_again_by_itself() -> None:
    assert '<meta http-equiv="refresh" content="2">' in render_to_string("errors/building.html", {})


def test_a_403_says_why_without_trusting_it() -> None:
    html = render_to_string("errors/403.html", {"title": HOSTILE, "error": HOSTILE})
    assert HOSTILE not in html
