"""What a browser would send for the form on a page."""

from __future__ import annotations

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects the controls of the forms on a page, as the browser has them before anybody touches them."""

    def __init__(self, action: str | None) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.action = action
        self.is_inside = False
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = given.get("method") == "post" and given.get("action") == self.action
        elif self.is_inside:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "input" and name and (given.get("type") not in {"radio", "checkbox"} or "checked" in given):
            self.sent[name] = value
        elif tag == "textarea":
            self.area, self.sent[name] = name, ""
        elif tag == "select":
            self.select, self.sent[name] = name, ""
        elif tag == "option" and self.select and "selected" in given:
            self.sent[self.select] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.sent[self.area] = self.sent[self.area].removeprefix("\n")
            self.area = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.is_inside = False

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] += data


def form_on(page: str, *, action: str | None = None) -> dict[str, str]:
    """Return the values of the form that posts to `action`; None: to the page itself."""
    parser = _Form(action)
    parser.feed(page)
    return parser.sent
