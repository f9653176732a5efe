"""What SendGrid refuses in the body of `POST /v3/mail/send`, field by field."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from typing import cast

ADDRESS = re.compile(r"[^@\s<>,;\"]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}")
RESERVED_HEADERS = frozenset(
    {
        "bcc",
        "cc",
        "content-transfer-encoding",
        "content-type",
        "dkim-signature",
        "from",
        "received",
        "reply-to",
        "subject",
        "to",
        "x-sg-eid",
        "x-sg-id",
    },
)
# Real, but not acted out here: silence would look like support.
NOT_PLAYED = ("template_id", "send_at", "batch_id", "asm", "ip_pool_name", "substitutions", "sections")
RECIPIENTS_MAX = 1_000
ENVELOPES_MAX = 1_000
CUSTOM_ARGS_BYTES_MAX = 10_000
CATEGORIES_MAX = 10

type Complaint = tuple[str | None, str]
type Fields = Mapping[str, object]


def complaints(body: object) -> list[Complaint]:
    """List what is wrong with a mail as (field, sentence); an empty list means it would be accepted."""
    if not isinstance(body, Mapping):
        return [(None, "Bad Request")]
    mail = cast("Fields", body)
    return [*_unsupported(mail), *_sender(mail), *_envelopes(mail), *_subject(mail), *_content(mail), *_extras(mail)]


def fields(value: object) -> Fields:
    """Take a JSON object as it is, anything else as an empty one."""
    return cast("Fields", value) if isinstance(value, Mapping) else {}


def items(value: object) -> list[object]:
    """Take a JSON array as it is, anything else as an empty one."""
    return value if isinstance(value, list) else []


def _unsupported(mail: Fields) -> Iterator[Complaint]:
    for name in NOT_PLAYED:
        if name in mail:
            yield name, "The local fake does not play this part of SendGrid."


def _sender(mail: Fields) -> Iterator[Complaint]:
    if "from" not in mail:
        yield "from", "The from object must be provided for every email send."
    elif not _is_address(fields(mail["from"]).get("email")):
        yield "from.email", "The from email does not contain a valid address."
    for index, reply_to in enumerate(items(mail.get("reply_to_list"))):
        if not _is_address(fields(reply_to).get("email")):
            yield f"reply_to_list.{index}.email", "The reply_to email does not contain a valid address."
    if "reply_to" in mail and "reply_to_list" in mail:
        yield "reply_to", "Only one of reply_to and reply_to_list may be given."


def _envelopes(mail: Fields) -> Iterator[Complaint]:
    envelopes = items(mail.get("personalizations"))
    if not envelopes:
        yield "personalizations", "The personalizations field is required and must have at least one entry."
    if len(envelopes) > ENVELOPES_MAX:
        yield "personalizations", f"There may be at most {ENVELOPES_MAX} personalizations."
    total = 0
    for index, envelope in enumerate(envelopes):
        where = f"personalizations.{index}"
        total += sum(len(items(fields(envelope).get(kind))) for kind in ("to", "cc", "bcc"))
        yield from _recipients(fields(envelope), where)
        yield from _headers(fields(envelope), f"{where}.headers")
        yield from _custom_args(fields(envelope), f"{where}.custom_args")
    if total > RECIPIENTS_MAX:
        yield "personalizations", f"A request may name at most {RECIPIENTS_MAX} recipients."


def _recipients(envelope: Fields, where: str) -> Iterator[Complaint]:
    if not items(envelope.get("to")):
        yield f"{where}.to", "The to array is required and must have at least one valid address."
    seen: set[str] = set()
    for kind in ("to", "cc", "bcc"):
        for index, recipient in enumerate(items(envelope.get(kind))):
            email = fields(recipient).get("email")
            if not _is_address(email):
                yield f"{where}.{kind}.{index}.email", "Does not contain a valid address."
            elif str(email).lower() in seen:
                yield f"{where}.{kind}", "Each address should be unique between to, cc and bcc."
            seen.add(str(email).lower())


def _subject(mail: Fields) -> Iterator[Complaint]:
    everywhere = [fields(envelope).get("subject") for envelope in items(mail.get("personalizations"))]
    if not _is_text(mail.get("subject")) and not (everywhere and all(map(_is_text, everywhere))):
        yield "subject", "The subject is required, here or in every personalization."


def _content(mail: Fields) -> Iterator[Complaint]:
    parts = items(mail.get("content"))
    if not parts:
        yield "content", "The content parameter is required. There must be at least one content block."
    kinds = []
    for index, part in enumerate(parts):
        kinds.append(str(fields(part).get("type", "")))
        if not _is_text(fields(part).get("type")):
            yield f"content.{index}.type", "The content type must be at least one character in length."
        if not _is_text(fields(part).get("value")):
            yield f"content.{index}.value", "The content value must be at least one character in length."
    order = [kinds.index(kind) for kind in ("text/plain", "text/html") if kind in kinds]
    if len(set(kinds)) != len(kinds) or order != list(range(len(order))):
        yield "content", "text/plain must come first, then text/html, then any other type, each at most once."


def _extras(mail: Fields) -> Iterator[Complaint]:
    yield from _headers(mail, "headers")
    categories = items(mail.get("categories"))
    if len(categories) > CATEGORIES_MAX or len(set(map(str, categories))) != len(categories):
        yield "categories", f"Categories must be unique and at most {CATEGORIES_MAX}."
    for index, attachment in enumerate(items(mail.get("attachments"))):
        where = f"attachments.{index}"
        if not _is_text(fields(attachment).get("filename")):
            yield f"{where}.filename", "The attachment filename is required."
        if not _is_base64(fields(attachment).get("content")):
            yield f"{where}.content", "The attachment content must be base64 encoded."


def _headers(holder: Fields, where: str) -> Iterator[Complaint]:
    for name, value in fields(holder.get("headers")).items():
        if name.lower() in RESERVED_HEADERS:
            yield f"{where}.{name}", "This header is reserved and cannot be set."
        elif not name.isascii() or not isinstance(value, str) or "\n" in value or "\r" in value:
            yield f"{where}.{name}", "A header needs an ASCII name and a one-line string value."


def _custom_args(envelope: Fields, where: str) -> Iterator[Complaint]:
    custom = fields(envelope.get("custom_args"))
    if not all(isinstance(value, str) for value in custom.values()):
        yield where, "Custom arguments must be strings."
    if len(json.dumps(dict(custom)).encode()) > CUSTOM_ARGS_BYTES_MAX:
        yield where, f"Custom arguments may take at most {CUSTOM_ARGS_BYTES_MAX} bytes."


def _is_address(value: object) -> bool:
    return isinstance(value, str) and ADDRESS.fullmatch(value) is not None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_base64(value: object) -> bool:
    try:
        return bool(base64.b64decode(str(value), validate=True))
    except binascii.Error:
        return False
