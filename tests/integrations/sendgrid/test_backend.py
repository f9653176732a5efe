"""Django's mail framework over the backend, through the SDK to the fake."""

from __future__ import annotations

from email.message import MIMEPart

import pytest
from django.core.mail import EmailAttachment, EmailMessage, EmailMultiAlternatives
from django.test import override_settings

from apps.common.business import BusinessRef
from apps.integrations.sendgrid.backend import REFERENCE_HEADER, SendGridBackend, to_mail
from apps.integrations.sendgrid.errors import SendGridRefusedError
from tests.integrations.conftest import API_KEY, Fakes

TEMPLE = BusinessRef(
    id="0198f3c2-0000-7000-8000-000000000001",
    schema_name="t_0123456789ab",
    subdomain="iron-temple",
    name="Iron Temple",
    state="ready",
)


def mail(**changes: object) -> EmailMultiAlternatives:
    """Write a mail as an app would."""
    fields: dict[str, object] = {
        "subject": "Confirm your\naddress",
        "body": "https://iron-temple.example/confirm/x",
        "from_email": "MectoFitness <hello@mecto.example>",
        "to": ["Anna <anna@client.example>"],
    }
    return EmailMultiAlternatives(**(fields | changes))  # type: ignore[arg-type] # a test's shorthand


def mailer(fakes: Fakes) -> SendGridBackend:
    """Make the mailer as settings do."""
    return SendGridBackend(api_key=API_KEY, base_url=f"{fakes.url}/sendgrid", alias="default")


def test_a_mail_of_a_business_carries_its_id(fakes: Fakes, monkeypatch: pytest.MonkeyPatch) -> None:
    """HTML, text, reference and tenant arrive; the reference header itself stays inside."""
    monkeypatch.setattr("apps.common.business.current_or_none", lambda: TEMPLE)
    message = mail(headers={REFERENCE_HEADER: "note-9", "List-Unsubscribe": "<https://x.example/u>", "Date": "now"})
    message.attach_alternative("<p>Hello</p>", "text/html")
    assert mailer(fakes).send_messages([message]) == 1
    (letter,) = fakes.letters()
    assert (letter["subject"], letter["html"]) == ("Confirm your address", "<p>Hello</p>")
    assert letter["extra"]["custom_args"] == {"tenant_id": TEMPLE.id, "message_id": "note-9"}
    assert letter["extra"]["headers"] == {"List-Unsubscribe": "<https://x.example/u>"}


def test_a_mail_of_the_platform_has_a_reference_of_its_own(fakes: Fakes) -> None:
    """Outside a business there is no tenant to name."""
    mailer(fakes).send_messages([mail()])
    (letter,) = fakes.letters()
    assert list(letter["extra"]["custom_args"]) == ["message_id"]


def test_attachments_of_every_kind() -> None:
    """Files, texts, attached mails and inline images keep their type and bytes."""
    image = MIMEPart()
    image.set_content(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", cid="<logo>")
    message = mail(attachments=[EmailAttachment("plan.pdf", b"%PDF", "application/pdf")])
    message.attach("notes.txt", "größer", "text/plain")
    message.attach(image)
    pdf, notes, logo = to_mail(message).attachments
    assert (pdf.filename, pdf.content, pdf.content_type) == ("plan.pdf", b"%PDF", "application/pdf")
    assert (notes.content, notes.disposition) == ("größer".encode(), "attachment")
    assert (logo.content, logo.content_id, logo.disposition) == (b"\x89PNG\r\n\x1a\n", "logo", "inline")


def test_an_html_only_mail() -> None:
    """`content_subtype` is Django's way of sending HTML alone."""
    message = EmailMessage("Hi", "<b>Hi</b>", "hello@mecto.example", ["anna@client.example"])
    message.content_subtype = "html"
    assert (to_mail(message).text, to_mail(message).html) == ("", "<b>Hi</b>")


def test_a_refusal_is_raised_and_a_mail_to_nobody_is_not_sent(fakes: Fakes) -> None:
    """The caller decides what to do about an error; an empty list is no error."""
    with pytest.raises(SendGridRefusedError):
        mailer(fakes).send_messages([mail(to=["broken"])])
    assert mailer(fakes).send_messages([mail(to=[])]) == 0
    assert fakes.letters() == []


def test_settings_name_the_mailer(fakes: Fakes) -> None:
    """`EmailMessage.send()` reaches SendGrid through MAILERS."""
    options = {"api_key": API_KEY, "base_url": f"{fakes.url}/sendgrid"}
    path = f"{SendGridBackend.__module__}.{SendGridBackend.__qualname__}"
    with override_settings(MAILERS={"default": {"BACKEND": path, "OPTIONS": options}}):
        assert mail().send() == 1
    assert len(fakes.letters()) == 1
