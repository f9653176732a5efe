"""Why somebody is asked to prove once more who they are: in words, by the page they were on their way to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

_reasons: dict[str, str | Promise] = {}


def register_reason(url_name: str, words: str | Promise) -> None:
    """Let a room say why its page asks."""
    _reasons[url_name] = words


def reason_for(path: str) -> str:
    """Return the words for a path; those of the sign-in for any other."""
    try:
        name = resolve(path.partition("?")[0]).url_name
    except Resolver404:
        name = None
    return str(_reasons.get(name or "") or _("How you sign in is changed only by you: prove it once more."))
