"""Templates keep to the content policy: nothing inline that a browser would run or style."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.template import Template

from tests.architecture.files import of_kind, short, text

if TYPE_CHECKING:
    from pathlib import Path

# Mail is read in programs that know inline styles only; nobody browses it here.
TEMPLATES = [path for path in of_kind(".html") if "templates" in path.parts and "emails" not in path.parts]
_TEMPLATE_CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)


class Inline(HTMLParser):
    """Collects what the policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.found += [
            f"{name}= on line {self.getpos()[0]}" for name in names if name == "style" or name.startswith("on")
        ]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(f"<{tag}> on line {self.getpos()[0]}")
        self.found += [f"javascript: on line {self.getpos()[0]}" for value in names.values() if _is_script(value)]


def _is_script(value: str | None) -> bool:
    return (value or "").strip().lower().startswith("javascript:")


def inline_in(path: Path) -> list[str]:
    parser = Inline()
    # Template code may stand inside a tag; what it becomes is checked in the browser.
    parser.feed(_TEMPLATE_CODE.sub(lambda found: "\n" * found[0].count("\n"), text(path)))
    return parser.found


def test_nothing_is_inline() -> None:
    assert {short(path): found for path in TEMPLATES if (found := inline_in(path))} == {}


def test_every_template_compiles() -> None:
    assert len([Template(text(path)) for path in TEMPLATES]) == len(TEMPLATES) > 0


def test_the_check_sees_what_it_looks_for() -> None:
    parser = Inline()
    parser.feed(
        '<a onclick="x" style="y" href=" JavaScript:z"></a><style></style><script>1</script><script src="s"></script>'
    )
    assert parser.found == [
        "onclick= on line 1",
        "style= on line 1",
        "javascript: on line 1",
        "<style> on line 1",
        "<script> on line 1",
    ]


def test_policy_allows_nothing_inline_and_nobody_else() -> None:
    policy = cast("dict[str, list[str]]", settings.SECURE_CSP)
    sources = {source for values in policy.values() for source in values}
    assert sources <= {"'none'", "'self'", "data:", "blob:"}
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
