"""Names and notes."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from apps.clients.services.values.refusal import Refused

MAX_NAME = 200


def one_line(text: str, *, longest: int = MAX_NAME) -> str:
    """Return text without control characters, breaks and doubled spaces, composed (NFC). Raises Refused when too long."""
    clean = " ".join(_without_controls(text, keep="").split())
    return _fitting(clean, longest)


def filled(text: str, reason: str) -> str:
    """Return text that has to be there. Raises Refused with the reason when it is empty."""
    if not text:
        raise Refused(reason)
    return text


def many_lines(text: str, *, longest: int) -> str:
    """Return text with Unix line breaks, without other control characters. Raises Refused when too long."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return _fitting(_without_controls(unix, keep="\n\t").strip(), longest)


def _without_controls(text: str, keep: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        sign if unicodedata.category(sign) not in {"Cc", "Cs"} or sign in keep else " " if sign in "\n\r\t" else ""
        for sign in composed
    )


def _fitting(text: str, longest: int) -> str:
    if len(text) > longest:
        raise Refused(
            _("At most %(longest)d characters; this has %(length)d.") % {"longest": longest, "length": len(text)}
        )
    return text
