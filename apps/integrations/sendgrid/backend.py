"""Django's mail framework on top of SendGrid: any app sends mail without knowing the vendor."""

from __future__ import annotations

import logging
import uuid
from email.message import Message
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailAttachment, EmailMessage, EmailMultiAlternatives

from apps.common import business
from apps.integrations.sendgrid.client import BASE_URL, TIMEOUT, SendGridClient
from apps.integrations.sendgrid.mail import Attachment, Mail, Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# SendGrid writes these itself and refuses a mail that brings them.
RESERVED_HEADERS = frozenset(
    {
        "bcc",
        "cc",
        "content-transfer-encoding",
        "content-type",
        "date",
        "dkim-signature",
        "from",
        "message-id",
        "mime-version",
        "received",
        "reply-to",
        "subject",
        "to",
        "x-sg-eid",
        "x-sg-id",
    },
)
# Names the message for the event webhook; taken off before the mail leaves.
REFERENCE_HEADER = "X-Message-Reference"

logger = logging.getLogger(__name__)


class SendGridBackend(BaseEmailBackend):
    """A mailer for `MAILERS`; its options are the client's."""

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str = BASE_URL,
        timeout: float = TIMEOUT,
        alias: str | None = None,
    ) -> None:
        """Make the client; nothing is sent yet."""
        super().__init__(alias=alias)
        self._client = SendGridClient(api_key=api_key, base_url=base_url, timeout=timeout)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send each message and count them; the first that fails raises the client's error."""
        sent = 0
        for message in email_messages:
            if message.recipients():
                mail = to_mail(message)
                accepted = self._client.send(mail=mail)
                logger.info(
                    "mail accepted",
                    extra={"vendor_message": accepted.message_id, "message_ref": mail.message_id},
                )
                sent += 1
        return sent


def to_mail(message: EmailMessage) -> Mail:
    """Translate Django's message; a mail sent inside a business carries that business's id."""
    headers = {name: str(value) for name, value in message.extra_headers.items()}
    reference = headers.pop(REFERENCE_HEADER, "") or str(uuid.uuid4())
    text, html = _bodies(message)
    return Mail(
        sender=_mailbox(headers.get("From", str(message.from_email))),
        to=_mailboxes(message.to),
        cc=_mailboxes(message.cc),
        bcc=_mailboxes(message.bcc),
        reply_to=_mailboxes(message.reply_to),
        subject=" ".join(str(message.subject).split()),
        text=text,
        html=html,
        headers={name: value for name, value in headers.items() if name.lower() not in RESERVED_HEADERS},
        attachments=[_attachment(attachment) for attachment in message.attachments],
        tenant_id=_tenant_id(),
        message_id=reference,
    )


def _tenant_id() -> str:
    current = business.current_or_none()
    return str(current.id) if current else ""


def _bodies(message: EmailMessage) -> tuple[str, str]:
    body = str(message.body)
    if message.content_subtype == "html":
        return "", body
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    pages = [str(content) for content, mimetype in alternatives if mimetype == "text/html"]
    return body, pages[0] if pages else ""


def _mailboxes(addresses: Iterable[object]) -> list[Mailbox]:
    return [_mailbox(str(address)) for address in addresses if address]


def _mailbox(address: str) -> Mailbox:
    name, email = parseaddr(address)
    return Mailbox(email=email, name=name)


def _attachment(attachment: EmailAttachment | Message) -> Attachment:
    if isinstance(attachment, Message):
        return _from_part(attachment)
    return Attachment(
        filename=attachment.filename or "attachment",
        content=_as_bytes(attachment.content),
        content_type=attachment.mimetype or "application/octet-stream",
    )


def _as_bytes(content: bytes | str | EmailMessage | Message) -> bytes:
    if isinstance(content, str):
        return content.encode()
    if isinstance(content, EmailMessage):
        return content.message().as_bytes()
    return content.as_bytes() if isinstance(content, Message) else content


def _from_part(part: Message) -> Attachment:
    content = part.get_payload(decode=True)
    return Attachment(
        filename=part.get_filename() or "attachment",
        content=content if isinstance(content, bytes) else part.as_bytes(),
        content_type=_media_type(part),
        content_id=str(part.get("Content-ID", "")).strip("<>"),
    )


def _media_type(part: Message) -> str:
    """Return the type; of an invitation with its method, without which calendars show a plain file."""
    method = part.get_param("method")
    return f"{part.get_content_type()}; method={method}" if method else part.get_content_type()
