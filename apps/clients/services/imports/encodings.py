"""From bytes to text: which encoding, and what is no text at all."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable

ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "cp1252": "Western European (Windows-1252)",
    "iso8859_15": "Western European (ISO 8859-15)",
    "mac_roman": "Western European (Mac)",
    "cp1250": "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1257": "Baltic (Windows-1257)",
    "shift_jis": "Japanese (Shift JIS)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese, traditional (Big5)",
    "euc_kr": "Korean (EUC-KR)",
}
_GUESSED = [name for name in ENCODINGS if not name.startswith("utf")]
_SAMPLE_LINES = 400
# Letters whose bytes mean something else elsewhere too, but that together are only found in the West.
_WESTERN = frozenset("äöüßÄÖÜéèêëàâçîïôûùñáíóúÉÈÊÀÂÇÎÔÛÙÑÁÍÓÚ")
_OTHER_KINDS = {
    b"PK\x03\x04": gettext_lazy("This is an Excel or zip file. Save the sheet as CSV and choose that file."),
    b"\xd0\xcf\x11\xe0": gettext_lazy("This is an old Excel file. Save the sheet as CSV and choose that file."),
    b"%PDF": gettext_lazy("This is a PDF. Export the list as CSV and choose that file."),
}


def detect_encoding(data: bytes) -> str:
    """Return one of ENCODINGS. Raises InvalidInput on `file` for what is no text."""
    _refuse_other_kinds(data)
    if _is_utf16(data):
        return "utf-16"
    if b"\0" in data:
        raise InvalidInput({"file": _("This is not a text file: it has NUL bytes in it. Choose a CSV file.")})
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data)
    return "utf-8"


def decode(data: bytes, encoding: str) -> str:
    """Return the text without its byte order mark. Raises InvalidInput on `encoding` when it does not fit."""
    if encoding not in ENCODINGS:
        raise InvalidInput({"encoding": _("This is no encoding we know.")})
    codec = {"utf-8": "utf-8-sig", "utf-16": _utf16_codec(data)}.get(encoding, encoding)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise InvalidInput(
            {
                "encoding": _("The file is not in %(encoding)s: byte %(position)d does not fit.")
                % {"encoding": ENCODINGS[encoding], "position": error.start + 1}
            }
        ) from error
    return text.removeprefix("\ufeff")


def fitting_encodings(data: bytes) -> list[str]:
    """Return the encodings that could have made these bytes, for a choice with a preview."""
    return [name for name in ENCODINGS if _fits(data, name)]


def _fits(data: bytes, encoding: str) -> bool:
    if encoding == "utf-16":
        return _is_utf16(data)
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf16(data: bytes) -> bool:
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _looks_like_utf16(data)


def _utf16_codec(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"


def _looks_like_utf16(data: bytes) -> bool:
    """Say whether every second byte of the beginning is NUL, as in Western text without a byte order mark."""
    head = data[:200]
    if len(head) < 4 or len(data) % 2:  # noqa: PLR2004 - two characters
        return False
    odd, even = head[1::2].count(0), head[::2].count(0)
    half = len(head) // 2
    return max(odd, even) > half * 0.8 and min(odd, even) < half * 0.2


def _refuse_other_kinds(data: bytes) -> None:
    for magic, reason in _OTHER_KINDS.items():
        if data.startswith(magic):
            raise InvalidInput({"file": str(reason)})


def _guess(data: bytes) -> str:
    """Look at the lines with letters beyond ASCII; Western European is the likeliest where they tell nothing."""
    sample = b"\n".join(_first(line for line in data.splitlines() if not line.isascii()))
    if _WESTERN.issuperset(sign for sign in sample.decode("cp1252", "replace") if not sign.isascii()):
        return "cp1252"
    match = from_bytes(sample, cp_isolation=_GUESSED, threshold=0.35).best()
    if match is not None and match.encoding in ENCODINGS and _fits(data, match.encoding):
        return str(match.encoding)
    return next((name for name in _GUESSED if _fits(data, name)), "iso8859_15")


def _first(lines: Iterable[bytes]) -> list[bytes]:
    return [line for line, _number in zip(lines, range(_SAMPLE_LINES), strict=False)]
