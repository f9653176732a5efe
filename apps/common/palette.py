"""The command palette: pages, what can be made, and whatever rooms can find by name.

Each room registers what it can find from its AppConfig's ready(); a source gives only what the person may see.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.common.navigation import account_links_for, new_actions_for, tabs_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.http import HttpRequest
    from django.utils.functional import Promise

    from apps.common.navigation import Person

LONGEST_WORDS = 100
MOST_HITS = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: where it leads and how it is called. `person` draws initials instead of the icon."""

    label: str
    url: str
    icon: str = "right"
    note: str = ""
    person: object = None


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind under a heading; never empty."""

    label: str
    hits: Sequence[Hit]


@dataclass(frozen=True, slots=True)
class Page:
    """A page worth jumping to that is not in the menu."""

    label: str | Promise
    url_name: str
    icon: str
    permission: str


type Source = Callable[[HttpRequest, str], Iterable[Hit]]

_sources: list[tuple[str | Promise, Source]] = []
_pages: list[Page] = []


def register_source(label: str | Promise, source: Source) -> None:
    """Add what a room finds: called with the request and at least one word, gives up to six hits, best first."""
    _sources.append((label, source))


def register_page(page: Page) -> None:
    """Add a page that the menu does not show."""
    _pages.append(page)


def groups_for(request: HttpRequest, words: str) -> list[Group]:
    """Return what matches, for this person: things by name first, then pages and what can be made.

    Without words: every page and act.
    """
    asked = words.strip()[:LONGEST_WORDS]
    found = [(str(label), list(source(request, asked))[:MOST_HITS]) for label, source in _sources] if asked else []
    new, pages = _new_actions(request), _places(request)
    found += [(_("New"), matching(new, asked)), (_("Go to"), matching(pages, asked))]
    return [Group(label, hits) for label, hits in found if hits]


def matching(hits: Iterable[Hit], words: str) -> list[Hit]:
    """Return the hits in whose name every word begins a word, whatever its accents; all without words."""
    wanted = _fold(words).split()
    return [hit for hit in hits if all(f" {word}" in f" {_fold(hit.label)}" for word in wanted)]


def _new_actions(request: HttpRequest) -> list[Hit]:
    return [Hit(_("New: %(thing)s") % {"thing": act.label}, act.url, act.icon) for act in new_actions_for(request)]


def _places(request: HttpRequest) -> list[Hit]:
    menu = [Hit(str(tab.label), tab.url, tab.icon) for tab in tabs_for(request)]
    own = [Hit(str(link.label), link.url, link.icon) for link in account_links_for(request)]
    person = cast("Person", request.user)
    more = [Hit(str(page.label), reverse(page.url_name), page.icon) for page in _pages if person.may(page.permission)]
    return [*menu, *more, *own]


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
