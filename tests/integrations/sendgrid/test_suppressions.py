"""The fake's suppression lists, driven by the vendor's SDK."""

from __future__ import annotations

import json

import pytest
from python_http_client.exceptions import NotFoundError
from sendgrid import SendGridAPIClient

from apps.integrations.sendgrid.client import SendGridClient
from tests.integrations.conftest import API_KEY, Fakes
from tests.integrations.sendgrid.test_client import MAIL


def test_unsubscribe_and_back(fakes: Fakes) -> None:
    """A globally unsubscribed address gets nothing until it is taken off the list."""
    host = f"{fakes.url}/sendgrid"
    sdk = SendGridAPIClient(API_KEY, host=host).client
    client = SendGridClient(api_key=API_KEY, base_url=host)
    sdk.asm.suppressions._("global").post(request_body={"recipient_emails": ["anna@client.example"]})
    client.send(mail=MAIL)
    assert fakes.letters() == []
    held = sdk.asm.suppressions._("global")._("anna@client.example").get()
    assert json.loads(held.body) == {"recipient_email": "anna@client.example"}

    sdk.asm.suppressions._("global")._("anna@client.example").delete()
    client.send(mail=MAIL)
    assert len(fakes.letters()) == 1


def test_bounces_are_listed_and_forgotten(fakes: Fakes) -> None:
    """A bounce is listed with its reason; forgetting one that is not there is a 404."""
    host = f"{fakes.url}/sendgrid"
    sdk = SendGridAPIClient(API_KEY, host=host).client
    body = MAIL.as_wire() | {"personalizations": [{"to": [{"email": "gone@bounce.example"}]}]}
    sdk.mail.send.post(request_body=body)
    (bounce,) = json.loads(sdk.suppression.bounces.get().body)
    assert (bounce["email"], bounce["status"]) == ("gone@bounce.example", "5.1.1")
    sdk.suppression.bounces._("gone@bounce.example").delete()
    with pytest.raises(NotFoundError):
        sdk.suppression.bounces._("gone@bounce.example").delete()
