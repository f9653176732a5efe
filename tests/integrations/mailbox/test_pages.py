"""The mailbox's pages over the fakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from apps.integrations.sendgrid.client import SendGridClient
from apps.integrations.sendgrid.mail import Mail, Mailbox
from apps.integrations.twilio.client import TwilioClient
from tests.integrations.conftest import ACCOUNT_SID, API_KEY, AUTH_TOKEN, Fakes
from tests.integrations.servers import unused_port

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

EVIL = '<html><head><title>x</title></head><body onload="alert(1)"><script>alert(1)</script><p>Hello</p></body></html>'


@pytest.fixture
def pages(fakes: Fakes, settings: Settings) -> Client:
    """Visit the public host with the fakes' address set."""
    settings.FAKES_URL = fakes.url
    settings.PUBLIC_URLCONF = "tests.integrations.mailbox.urls"
    settings.BASE_DOMAIN = "mecto.localhost"
    return Client(headers={"host": "mecto.localhost"})


def mail(fakes: Fakes, *, to: str = "anna@client.example", text: str = "Hi", html: str = "") -> str:
    """Deliver a mail and return its id."""
    client = SendGridClient(api_key=API_KEY, base_url=f"{fakes.url}/sendgrid")
    sender = Mailbox("hello@mecto.example", "Iron Temple")
    client.send(mail=Mail(sender=sender, to=[Mailbox(to)], subject="<b>Hi</b>", text=text, html=html, message_id="m"))
    return str(fakes.letters()[0]["id"])


def test_messages_json_is_the_contract(pages: Client, fakes: Fakes) -> None:
    mail(fakes, to="other@client.example")
    letter_id = mail(fakes, text="Go to https://x.example/1", html='<a href="https://x.example/2">x</a>')
    (message,) = pages.get("/mailbox/messages.json", {"to": "Anna@client.example"}).json()
    at = message.pop("at")
    assert message == {
        "id": letter_id,
        "channel": "email",
        "to": "anna@client.example",
        "from": "Iron Temple <hello@mecto.example>",
        "subject": "<b>Hi</b>",
        "text": "Go to https://x.example/1",
        "html": '<a href="https://x.example/2">x</a>',
        "links": ["https://x.example/2", "https://x.example/1"],
    }
    assert at.endswith("+00:00")
    assert [row["to"] for row in pages.get("/mailbox/messages.json").json()][-1] == "other@client.example"


def test_the_list_escapes_and_narrows(pages: Client, fakes: Fakes) -> None:
    mail(fakes)
    TwilioClient(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN, base_url=f"{fakes.url}/twilio").send(
        to="+4915112345678", sender="+12025550100", text="See you at 9"
    )
    everything = pages.get("/mailbox/").content.decode()
    assert "&lt;b&gt;Hi&lt;/b&gt;" in everything
    assert "<b>Hi</b>" not in everything
    assert "See you at 9" in everything
    texts = pages.get("/mailbox/", {"channel": "sms"}).content.decode()
    assert "See you at 9" in texts
    assert "anna@client.example" not in texts
    assert "No message fits" in pages.get("/mailbox/", {"to": "nobody@x.example"}).content.decode()


def test_an_empty_mailbox_says_what_will_be_here(pages: Client) -> None:
    response = pages.get("/mailbox/")
    assert response.status_code == 200
    assert "as soon as the product sends one" in response.content.decode()


def test_a_letter_never_carries_the_mails_own_markup(pages: Client, fakes: Fakes) -> None:
    letter_id = mail(fakes, html=EVIL)
    body = pages.get(f"/mailbox/{letter_id}/").content.decode()
    assert "alert(1)" not in body
    assert f'src="/mailbox/{letter_id}/page/"' in body
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in body
    text = pages.get(f"/mailbox/{letter_id}/", {"view": "text"}).content.decode()
    assert "<iframe" not in text
    assert 'class="mailbox-text' in text


def test_the_frame_may_do_nothing_but_look(pages: Client, fakes: Fakes) -> None:
    response = pages.get(f"/mailbox/{mail(fakes, html=EVIL)}/page/")
    policy = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "img-src": "data:",
        "style-src": "'unsafe-inline'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-popups allow-popups-to-escape-sandbox",
    }
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.content.decode() == EVIL.replace("<head>", '<head><base target="_blank">')


@pytest.mark.parametrize("letter_id", ["0" * 32, "x", "..%2Fmessages", "messages.json%3Fto=x"])
def test_an_unknown_letter_is_404(pages: Client, letter_id: str) -> None:
    pages.raise_request_exception = False
    assert pages.get(f"/mailbox/{letter_id}/page/").status_code == 404


def test_emptying_asks_first(pages: Client, fakes: Fakes) -> None:
    mail(fakes)
    assert pages.get("/mailbox/clear/").status_code == 405
    asked = pages.post("/mailbox/clear/")
    assert "Empty the mailbox?" in asked.content.decode()
    assert len(fakes.letters()) == 1
    assert pages.post("/mailbox/clear/", {"confirmed": "yes"}).status_code == 302
    assert fakes.letters() == []


def test_fakes_out_of_reach_are_said_plainly(pages: Client, settings: Settings) -> None:
    settings.FAKES_URL = f"http://127.0.0.1:{unused_port()}"
    pages.raise_request_exception = False
    assert pages.get("/mailbox/").status_code == 503
