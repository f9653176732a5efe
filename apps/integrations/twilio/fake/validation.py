"""What Twilio refuses in a new message, by its own error codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

BODY_MAX = 1_600
NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
# A phone number, or a name of up to eleven characters with at least one letter.
SENDER_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 &_+-]{1,11}")
SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
# The number Twilio documents for trying out a recipient that cannot be reached.
UNREACHABLE = "+15005550009"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Twilio's code and sentence."""

    code: int
    message: str


def refusal(form: Mapping[str, str]) -> Refusal | None:
    """Find the first thing wrong with a message, in the order Twilio checks."""
    return _recipient(form) or _sender(form) or _content(form)


def _recipient(form: Mapping[str, str]) -> Refusal | None:
    to = form.get("To", "")
    if not to:
        return Refusal(21604, "A 'To' phone number is required.")
    if not NUMBER.fullmatch(to):
        return Refusal(21211, f"Invalid 'To' Phone Number: {to}")
    if to == UNREACHABLE:
        return Refusal(21614, f"'To' number is not a valid mobile number: {to}")
    if to == form.get("From"):
        return Refusal(21266, "'To' and 'From' number cannot be the same")
    return None


def _sender(form: Mapping[str, str]) -> Refusal | None:
    sender, service = form.get("From", ""), form.get("MessagingServiceSid", "")
    if not sender and not service:
        return Refusal(21603, "A 'From' or 'MessagingServiceSid' parameter is required to send a message")
    if service and not SERVICE.fullmatch(service):
        return Refusal(21701, "The Messaging Service resource does not exist.")
    if sender and not (NUMBER.fullmatch(sender) or SENDER_NAME.fullmatch(sender)):
        return Refusal(21212, f"Invalid 'From' Number: {sender}")
    return None


def _content(form: Mapping[str, str]) -> Refusal | None:
    body = form.get("Body", "")
    if not body:
        return Refusal(21602, "Message body is required.")
    if len(body) > BODY_MAX:
        return Refusal(21617, f"The concatenated message body exceeds the {BODY_MAX} character limit")
    return None
