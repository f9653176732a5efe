"""The public site, and what people meet who are nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.inspector import Inspector
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e


def test_public_pages(inspector: Inspector, live: Live) -> None:
    for name, path in {
        "home": "/",
        "sign-up": "/signup/",
        "sign-in": "/sign-in/",
        "mailbox": "/mailbox/",
        "missing": "/x/",
    }.items():
        inspector.page.goto(live.url(path=path))
        inspector.look(name)


def test_unknown_business(inspector: Inspector, live: Live) -> None:
    inspector.page.goto(live.url("nobody-here"))
    inspector.look("unknown")
    assert inspector.page.get_by_role("heading", level=1).is_visible()
