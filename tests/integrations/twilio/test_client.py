"""The client through the vendor's SDK against the fake, over HTTP."""

from __future__ import annotations

import pytest

from apps.integrations.twilio.client import TwilioClient
from apps.integrations.twilio.errors import (
    BadRecipientError,
    RecipientOptedOutError,
    TwilioRefusedError,
    TwilioUnavailableError,
)
from tests.integrations.conftest import ACCOUNT_SID, AUTH_TOKEN, Fakes
from tests.integrations.servers import answering, silent, unused_port

GYM = "+12025550100"
ANNA = "+4915112345678"
SERVICE = "MG" + "a" * 32


@pytest.fixture
def client(fakes: Fakes) -> TwilioClient:
    """Point the client at the fake."""
    return TwilioClient(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN, base_url=f"{fakes.url}/twilio")


def test_a_text_arrives(client: TwilioClient, fakes: Fakes) -> None:
    """The message, its id and its segments are told to both sides."""
    sent = client.send(to=ANNA, sender=GYM, text="Your session: https://x.example/7!")
    assert (sent.status, sent.segments, len(sent.sid)) == ("queued", 1, 34)
    (letter,) = fakes.letters(to=ANNA)
    assert (letter["channel"], letter["from"], letter["text"]) == ("sms", GYM, "Your session: https://x.example/7!")
    assert letter["links"] == ["https://x.example/7"]


def test_a_messaging_service_sends_too(client: TwilioClient, fakes: Fakes) -> None:
    """Production sends through a service, which picks the number later."""
    sent = client.send(to=ANNA, sender=SERVICE, text="ü" * 161, status_callback="https://mecto.example/hooks/twilio")
    assert (sent.status, sent.segments) == ("accepted", 2)
    (letter,) = fakes.letters(channel="sms")
    assert (letter["from"], letter["extra"]["status_callback"]) == (SERVICE, "https://mecto.example/hooks/twilio")


def test_stop_blocks_until_start(client: TwilioClient, fakes: Fakes) -> None:
    """A person's STOP holds for that sender only, whatever its case; START lifts it."""
    assert fakes.call("POST", "/twilio/replies", {"from": ANNA, "to": GYM, "body": " stop "}) == {"understood": "stop"}
    with pytest.raises(RecipientOptedOutError) as caught:
        client.send(to=ANNA, sender=GYM, text="Hello")
    assert (caught.value.vendor_code, caught.value.vendor_status) == ("21610", 400)
    assert fakes.letters() == []
    client.send(to=ANNA, sender="+12025550101", text="Another sender")

    fakes.call("POST", "/twilio/replies", {"from": ANNA, "to": GYM, "body": "Start"})
    client.send(to=ANNA, sender=GYM, text="Welcome back")
    assert [letter["text"] for letter in fakes.letters()] == ["Welcome back", "Another sender"]


@pytest.mark.parametrize(
    ("change", "kind", "code"),
    [
        ({"to": "12345"}, BadRecipientError, "21211"),
        ({"to": "+15005550009"}, BadRecipientError, "21614"),
        ({"to": ""}, TwilioRefusedError, "21604"),
        ({"to": GYM}, TwilioRefusedError, "21266"),
        ({"sender": ""}, TwilioRefusedError, "21603"),
        ({"sender": "Iron Temple Gym"}, TwilioRefusedError, "21212"),
        ({"sender": "MG123"}, TwilioRefusedError, "21701"),
        ({"text": ""}, TwilioRefusedError, "21602"),
        ({"text": "x" * 1_601}, TwilioRefusedError, "21617"),
    ],
)
def test_a_bad_text_is_refused_for_good(
    client: TwilioClient,
    fakes: Fakes,
    change: dict[str, str],
    kind: type[TwilioRefusedError],
    code: str,
) -> None:
    """The error carries Twilio's own code; nothing is delivered."""
    with pytest.raises(TwilioRefusedError) as caught:
        client.send(**{"to": ANNA, "sender": GYM, "text": "Hello"} | change)
    assert (type(caught.value), caught.value.vendor_code) == (kind, code)
    assert fakes.letters() == []


@pytest.mark.parametrize(("account", "token"), [(ACCOUNT_SID, "wrong"), ("AC" + "1" * 32, AUTH_TOKEN), ("XX", "x")])
def test_wrong_credentials_are_refused_for_good(fakes: Fakes, account: str, token: str) -> None:
    """Neither another account nor another token gets in."""
    client = TwilioClient(account_sid=account, auth_token=token, base_url=f"{fakes.url}/twilio")
    with pytest.raises(TwilioRefusedError) as caught:
        client.send(to=ANNA, sender=GYM, text="Hello")
    assert (caught.value.vendor_code, caught.value.vendor_status) == ("20003", 401)
    assert fakes.letters() == []


def test_credentials_never_come_from_the_environment(fakes: Fakes) -> None:
    """The SDK would take them from there when ours are empty."""
    client = TwilioClient(account_sid="", auth_token="", base_url=f"{fakes.url}/twilio")
    with pytest.raises(TwilioRefusedError):
        client.send(to=ANNA, sender=GYM, text="Hello")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_vendor_may_be_tried_again(status: int) -> None:
    """Whatever the body says."""
    with answering(status, body=b"<html>") as url, pytest.raises(TwilioUnavailableError) as caught:
        TwilioClient(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN, base_url=url).send(to=ANNA, sender=GYM, text="Hi")
    assert caught.value.vendor_status == status


def test_a_vendor_out_of_reach_may_be_tried_again() -> None:
    """Refused connections and silence are told apart, neither hangs."""
    gone = f"http://127.0.0.1:{unused_port()}"
    with pytest.raises(TwilioUnavailableError) as caught:
        TwilioClient(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN, base_url=gone).send(to=ANNA, sender=GYM, text="Hi")
    assert caught.value.vendor_code == "unreachable"
    with silent() as url:
        quick = TwilioClient(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN, base_url=url, timeout=0.2)
        with pytest.raises(TwilioUnavailableError) as caught:
            quick.send(to=ANNA, sender=GYM, text="Hi")
    assert caught.value.vendor_code == "timeout"


def test_the_base_url_must_be_http() -> None:
    """Anything else is a mistake in the settings."""
    with pytest.raises(ValueError, match="http or https"):
        TwilioClient(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN, base_url="127.0.0.1:8090")
