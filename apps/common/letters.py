"""Letters: mails in the brand of their business, as text and as HTML from one description.

Send them from a task or a receiver, never from a request: a vendor that is away must not break a page.
"""

from __future__ import annotations

import email.policy
from dataclasses import dataclass
from email.message import MIMEPart
from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from apps.common.business import current_or_none
from apps.common.colours import clamped, oklch_hex

if TYPE_CHECKING:
    from collections.abc import Sequence

PRODUCT = "MectoFitness"
PRODUCT_HUE, PRODUCT_CHROMA = 196, 0.085
BUTTON_LIGHTNESS, HEAD_LIGHTNESS = 0.47, 0.31  # --brand-600 and --brand-800 of the style sheet's tokens


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file beside a letter; `kind` is its media type with parameters."""

    name: str
    content: bytes
    kind: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a mail says: paragraphs, at most one thing to do, and a note in small print.

    `answer_to` is the mailbox that answers go to. `way_out` is an address that ends such mails: shown, and told to mail
    programs for their own button (RFC 8058), which send it a POST.
    """

    subject: str
    heading: str
    paragraphs: Sequence[str]
    action: str = ""
    url: str = ""
    note: str = ""
    answer_to: str = ""
    way_out: str = ""
    attachment: Attachment | None = None


def send_letter(letter: Letter, *, to: str, name: str = "") -> None:
    """Send a letter through Django's mail framework; the backend's error is raised to the caller."""
    context = {"letter": letter, "name": name, **_brand()}
    message = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split()),
        body=render_to_string("emails/letter.txt", context).strip() + "\n",
        from_email=formataddr((context["sender"], parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[formataddr((name, to)) if name else to],
        reply_to=[letter.answer_to] if letter.answer_to else None,
        headers=_way_out(letter.way_out),
    )
    message.attach_alternative(render_to_string("emails/letter.html", context), "text/html")
    if letter.attachment:
        message.attach(_part(letter.attachment))
    message.send()


def _way_out(url: str) -> dict[str, str]:
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if url else {}


def _part(attachment: Attachment) -> MIMEPart:
    """Return the file as a part of the mail, its media type as it was given."""
    main, _, options = attachment.kind.partition(";")
    part = MIMEPart(policy=email.policy.default)
    maintype, subtype = main.split("/")
    part.set_content(
        attachment.content, maintype=maintype, subtype=subtype, disposition="attachment", filename=attachment.name
    )
    for option in filter(None, options.split(";")):
        name, _, value = option.strip().partition("=")
        part.set_param(name, value)
    return part


def _brand() -> dict[str, Any]:
    business = current_or_none()
    hue = business.brand_hue if business else PRODUCT_HUE
    chroma = clamped(business.brand_chroma) if business else PRODUCT_CHROMA
    return {
        "sender": business.name if business else PRODUCT,
        "colour": oklch_hex(BUTTON_LIGHTNESS, chroma, hue),
        "deep": oklch_hex(HEAD_LIGHTNESS, chroma * 0.62, hue),
    }
