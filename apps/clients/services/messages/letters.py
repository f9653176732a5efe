"""A client's copy as a letter: in the business's name, answered to who wrote it, and left with one click."""

from __future__ import annotations

from email.utils import formataddr
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.clients.services.messages.opting import way_out
from apps.clients.services.messages.words import filled_for
from apps.common.business import current
from apps.common.letters import Letter
from apps.common.links import absolute

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client, MessageCopy


def letter_of(copy: MessageCopy) -> Letter:
    """Return the letter of a copy, filled in for its client."""
    message = copy.message
    return letter_to(copy.client, subject=message.subject, text=message.text, by=message.created_by)


def letter_to(client: Client, *, subject: str, text: str, by: User | None) -> Letter:
    """Return what a client reads: the preview shows the same."""
    subject, text = (filled_for(words, client=client, sender=by) for words in (subject, text))
    business = current().name
    return Letter(
        subject=subject,
        heading=subject,
        paragraphs=[part.strip("\n") for part in text.split("\n\n") if part.strip()],
        note=_("%(sender)s wrote this for %(business)s. Your answer goes to %(sender)s.")
        % {"sender": by.full_name if by else business, "business": business},
        answer_to=formataddr((by.full_name, by.email)) if by else "",
        way_out=absolute(way_out(client.pk)),
    )
