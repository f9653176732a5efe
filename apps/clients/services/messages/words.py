"""The words of a message: checked when it is asked for, filled in for each client."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.clients.models.message import LONGEST_SUBJECT, LONGEST_TEXT
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import filled, many_lines, one_line
from apps.common.business import current
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.accounts.models import User
    from apps.clients.models import Client

PLACEHOLDERS = ("first_name", "last_name", "business", "sender")
_IN_BRACES = re.compile(r"\{([^{}\n]*)\}")


def checked_words(*, subject: str, text: str) -> tuple[str, str]:
    """Return subject and text as they are kept. Raises InvalidInput with every problem at its field."""
    problems: dict[str, str] = {}

    def check(name: str, clean: Callable[[], str], missing: str) -> str:
        try:
            return _known(filled(clean(), missing))
        except Refused as refusal:
            problems[name] = refusal.reason
            return ""

    words = (
        check("subject", lambda: one_line(subject, longest=LONGEST_SUBJECT), _("Say what it is about.")),
        check("text", lambda: many_lines(text, longest=LONGEST_TEXT), _("Write something first.")),
    )
    if problems:
        raise InvalidInput(problems)
    return words


def filled_for(words: str, *, client: Client, sender: User | None) -> str:
    """Put the client's own words where the placeholders stand, once: a name in braces stays a name."""
    business = current().name
    values = {
        "first_name": client.first_name,
        "last_name": client.last_name,
        "business": business,
        "sender": sender.full_name if sender else business,
    }
    return _IN_BRACES.sub(lambda found: values[found.group(1).strip().lower()], words)


def _known(words: str) -> str:
    """Raises Refused for the first thing in braces that nothing can be put for."""
    for found in _IN_BRACES.finditer(words):
        name = found.group(1).strip().lower()
        if name in PLACEHOLDERS:
            continue
        near = get_close_matches(name, PLACEHOLDERS, n=1)
        if near:
            message = _("There is no %(given)s. Did you mean {%(near)s}?")
            raise Refused(message % {"given": found.group(), "near": near[0]})
        names = ", ".join(f"{{{known}}}" for known in PLACEHOLDERS)
        raise Refused(_("There is no %(given)s. Use %(names)s.") % {"given": found.group(), "names": names})
    return words
