"""The client through the vendor's SDK against the fake, over HTTP."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apps.integrations.sendgrid.client import SendGridClient
from apps.integrations.sendgrid.errors import SendGridRefusedError, SendGridUnavailableError
from apps.integrations.sendgrid.mail import Attachment, Mail, Mailbox
from tests.integrations.conftest import API_KEY, Fakes
from tests.integrations.servers import answering, silent, unused_port

MAIL = Mail(
    sender=Mailbox("hello@mecto.example", "MectoFitness"),
    to=[Mailbox("anna@client.example", "Anna Ågren")],
    subject="Your session moved",
    text="See https://iron-temple.example/sessions/7.",
    html='<p>See <a href="https://iron-temple.example/sessions/7">your session</a></p>',
    tenant_id="0198f3c2",
    message_id="msg-1",
)


@pytest.fixture
def client(fakes: Fakes) -> SendGridClient:
    """Point the client at the fake."""
    return SendGridClient(api_key=API_KEY, base_url=f"{fakes.url}/sendgrid")


def test_a_mail_arrives(client: SendGridClient, fakes: Fakes) -> None:
    """Everything a person sees, and the ids a webhook needs, reach the inbox."""
    accepted = client.send(mail=MAIL)
    (letter,) = fakes.letters(to="ANNA@client.example")
    assert letter["from"] == "MectoFitness <hello@mecto.example>"
    assert (letter["channel"], letter["to"]) == ("email", "anna@client.example")
    assert (letter["subject"], letter["text"], letter["html"]) == (MAIL.subject, MAIL.text, MAIL.html)
    assert letter["links"] == ["https://iron-temple.example/sessions/7"]
    assert letter["extra"] == {
        "vendor": "sendgrid",
        "vendor_id": accepted.message_id,
        "headers": {},
        "custom_args": {"tenant_id": "0198f3c2", "message_id": "msg-1"},
        "attachments": [],
    }


def test_headers_attachments_and_copies_pass_through(client: SendGridClient, fakes: Fakes) -> None:
    """One-click unsubscribe headers stay; every recipient gets a copy, named twice or not."""
    headers = {"List-Unsubscribe": "<https://x.example/u/1>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = replace(
        MAIL,
        cc=[Mailbox("coach@gym.example"), Mailbox("ANNA@client.example")],
        bcc=[Mailbox("archive@gym.example")],
        reply_to=[Mailbox("coach@gym.example")],
        headers=headers,
        attachments=[Attachment(filename="plan.ics", content=b"BEGIN:VCALENDAR", content_type="text/calendar")],
    )
    client.send(mail=mail)
    letters = fakes.letters()
    assert sorted(str(letter["to"]) for letter in letters) == [
        "anna@client.example",
        "archive@gym.example",
        "coach@gym.example",
    ]
    assert letters[0]["extra"]["headers"] == headers
    assert letters[0]["extra"]["attachments"] == [{"filename": "plan.ics", "type": "text/calendar"}]


def test_a_suppressed_address_is_accepted_but_dropped(client: SendGridClient, fakes: Fakes) -> None:
    """SendGrid answers 202 and delivers nothing; a bounce suppresses from then on."""
    client.send(mail=replace(MAIL, to=[Mailbox("gone@bounce.example"), Mailbox("anna@client.example")]))
    assert [letter["to"] for letter in fakes.letters()] == ["anna@client.example"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to": [Mailbox("not an address")]}, "personalizations.0.to.0.email"),
        ({"to": []}, "personalizations.0.to"),
        ({"sender": Mailbox("nobody")}, "from.email"),
        ({"subject": ""}, "subject"),
        ({"text": "", "html": ""}, "content"),
        ({"headers": {"Reply-To": "a@b.example"}}, "headers.Reply-To"),
        ({"headers": {"X-Note": "two\r\nlines"}}, "headers.X-Note"),
        ({"message_id": "x" * 10_001}, "personalizations.0.custom_args"),
        ({"to": [Mailbox(f"p{number}@many.example") for number in range(1_001)]}, "personalizations"),
    ],
)
def test_a_bad_mail_is_refused_for_good(
    client: SendGridClient,
    fakes: Fakes,
    change: dict[str, object],
    code: str,
) -> None:
    """The error names the field; nothing is delivered."""
    bad = Mail(**{field: getattr(MAIL, field) for field in MAIL.__slots__} | change)
    with pytest.raises(SendGridRefusedError) as caught:
        client.send(mail=bad)
    assert (caught.value.vendor_code, caught.value.vendor_status) == (code, 400)
    assert fakes.letters() == []


def test_a_wrong_key_is_refused_for_good(fakes: Fakes) -> None:
    """The key is the platform's problem, not a passing one."""
    with pytest.raises(SendGridRefusedError) as caught:
        SendGridClient(api_key="SG.other.secret", base_url=f"{fakes.url}/sendgrid").send(mail=MAIL)
    assert caught.value.vendor_status == 401
    assert fakes.letters() == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_vendor_may_be_tried_again(status: int) -> None:
    """Retry-After is passed on."""
    with answering(status, headers={"Retry-After": "7"}) as url, pytest.raises(SendGridUnavailableError) as caught:
        SendGridClient(api_key=API_KEY, base_url=url).send(mail=MAIL)
    assert (caught.value.vendor_code, caught.value.retry_after) == (f"http-{status}", 7.0)


def test_a_vendor_out_of_reach_may_be_tried_again() -> None:
    """Refused connections and silence are told apart, neither hangs."""
    with pytest.raises(SendGridUnavailableError) as caught:
        SendGridClient(api_key=API_KEY, base_url=f"http://127.0.0.1:{unused_port()}").send(mail=MAIL)
    assert caught.value.vendor_code == "unreachable"
    with silent() as url, pytest.raises(SendGridUnavailableError) as caught:
        SendGridClient(api_key=API_KEY, base_url=url, timeout=0.2).send(mail=MAIL)
    assert caught.value.vendor_code == "timeout"


def test_an_answer_without_a_message_id_is_no_success() -> None:
    """A proxy that answers 200 must not pass for SendGrid."""
    with answering(200) as url, pytest.raises(SendGridUnavailableError) as caught:
        SendGridClient(api_key=API_KEY, base_url=url).send(mail=MAIL)
    assert caught.value.vendor_code == "no-message-id"


def test_the_base_url_must_be_http() -> None:
    """The SDK would happily open a file."""
    with pytest.raises(ValueError, match="http or https"):
        SendGridClient(api_key=API_KEY, base_url="file:///etc/passwd")


def test_the_error_text_names_nobody() -> None:
    """Vendors quote addresses; logs show the exception's text."""
    error = SendGridRefusedError(vendor_code="to", detail="anna@client.example is bad")
    assert str(error) == "sendgrid: to"
    assert "anna" not in error.message
