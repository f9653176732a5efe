"""Names of tags."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from apps.clients.models.folding import fold
from apps.clients.models.tag import LONGEST_TAG
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import one_line

_BETWEEN = re.compile(r"[,;\n]")


def parse_tag_name(text: str) -> str:
    """Return a tag's name. Raises Refused for none, for one that is too long, and for one that would be read as two."""
    name = one_line(text, longest=LONGEST_TAG)
    if not name:
        raise Refused(_("A tag needs a name."))
    if _BETWEEN.search(name):
        raise Refused(_("A tag's name holds no comma and no semicolon: they stand between tags."))
    if not fold(name):
        raise Refused(_("“%(name)s” is no name that can be told from others.") % {"name": name})
    return name


def split_tag_names(text: str) -> list[str]:
    """Return the names in a text with commas or semicolons between them, each once, in their order.

    Raises Refused for a name that cannot be one.
    """
    names = [parse_tag_name(part) for part in _BETWEEN.split(text) if part.strip()]
    return list({fold(name): name for name in reversed(names)}.values())[::-1]
