"""The menu: each room registers its own entries, the frame shows those the person may open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from apps.common.links import page_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.utils.functional import Promise


class Person(Protocol):
    """Whoever looks at the menu."""

    def may(self, permission: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry. `phone` puts it on the tab bar; `count` is asked for on each page, so it must be cheap."""

    label: str | Promise
    url_name: str
    icon: str
    permission: str
    order: int
    group: str = "main"
    phone: bool = False
    prefix: str = ""
    count: Callable[[HttpRequest], int | None] | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """An entry as the frame shows it to one person."""

    label: str | Promise
    url: str
    icon: str
    group: str
    phone: bool
    current: bool
    count: int | None = None
    hot: bool = False


@dataclass(frozen=True, slots=True)
class NewAction:
    """Something to make from the “New” button."""

    label: str | Promise
    url_name: str
    icon: str
    permission: str
    order: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class AccountLink:
    """An entry of the menu behind one's own name."""

    label: str | Promise
    url_name: str
    icon: str
    permission: str
    order: int
    url: str = ""


_items: list[NavItem] = []
_actions: list[NewAction] = []
_searches: list[tuple[str, str]] = []
_account_links: list[AccountLink] = []


def register(item: NavItem) -> None:
    """Add an entry to the menu; called from an AppConfig's ready()."""
    _items.append(item)


def register_new(action: NewAction) -> None:
    """Add an entry to the “New” button."""
    _actions.append(action)


def register_account(link: AccountLink) -> None:
    """Add an entry to the menu behind one's own name."""
    _account_links.append(link)


def register_search(url_name: str, permission: str) -> None:
    """Say which list the frame's search box looks through."""
    _searches.append((url_name, permission))


def search_url_for(request: HttpRequest) -> str:
    """Return where this person's search leads; nothing for those who have no list to look through."""
    person = _person(request)
    if person is None:
        return ""
    return next((page_address(url_name) for url_name, permission in _searches if person.may(permission)), "")


def tabs_for(request: HttpRequest) -> list[Tab]:
    """Return the entries that this person may open, in order; empty on hosts without a business."""
    person = _person(request)
    if person is None:
        return []
    items = sorted((item for item in _items if person.may(item.permission)), key=lambda item: item.order)
    return [_tab(item, request) for item in items]


def new_actions_for(request: HttpRequest) -> list[NewAction]:
    """Return what this person may make."""
    person = _person(request)
    if person is None:
        return []
    actions = sorted((action for action in _actions if person.may(action.permission)), key=lambda action: action.order)
    return [replace(action, url=page_address(action.url_name)) for action in actions]


def account_links_for(request: HttpRequest) -> list[AccountLink]:
    """Return the entries behind this person's name."""
    person = _person(request)
    if person is None:
        return []
    links = sorted((link for link in _account_links if person.may(link.permission)), key=lambda link: link.order)
    return [replace(link, url=page_address(link.url_name)) for link in links]


def _person(request: HttpRequest) -> Person | None:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated and not hasattr(request, "urlconf") else None


def _tab(item: NavItem, request: HttpRequest) -> Tab:
    url = page_address(item.url_name)
    prefix = item.prefix or url
    is_current = request.path == url if url == "/" else request.path.startswith(prefix)
    count = item.count(request) if item.count else None
    return Tab(item.label, url, item.icon, item.group, item.phone, is_current, count)
