r"""How many SMS segments a text takes, which is what Twilio bills.

Source: 3GPP TS 23.038 (GSM 7-bit default alphabet) and TS 23.040 (concatenation): 160 septets or 70 UTF-16 units
alone, 153 or 67 each when joined.
"""

from __future__ import annotations

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà",
)
GSM_EXTENDED = frozenset("\f^{}\\[~]|€")
GSM_ALONE, GSM_JOINED = 160, 153
UTF16_ALONE, UTF16_JOINED = 70, 67


def count_segments(text: str) -> int:
    """Count the segments of a text; an empty one still takes one."""
    if all(letter in GSM_BASIC or letter in GSM_EXTENDED for letter in text):
        costs = [2 if letter in GSM_EXTENDED else 1 for letter in text]
        return _packed(costs, alone=GSM_ALONE, joined=GSM_JOINED)
    costs = [len(letter.encode("utf-16-le")) // 2 for letter in text]
    return _packed(costs, alone=UTF16_ALONE, joined=UTF16_JOINED)


def _packed(costs: list[int], *, alone: int, joined: int) -> int:
    if sum(costs) <= alone:
        return 1
    segments, used = 1, 0
    for cost in costs:
        # A character of two units is never cut in half by a segment's end.
        if used + cost > joined:
            segments, used = segments + 1, 0
        used += cost
    return segments
