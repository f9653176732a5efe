"""Our requests and the fake's answers against the vendor's own OpenAPI file."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # ships no types

from apps.integrations.sendgrid.mail import Attachment, Mail, Mailbox
from tests.integrations.conftest import API_KEY, Fakes, specification
from tests.integrations.sendgrid.test_client import MAIL

RICH = replace(
    MAIL,
    cc=[Mailbox("coach@gym.example", "Coach")],
    reply_to=[Mailbox("coach@gym.example")],
    headers={"List-Unsubscribe": "<https://x.example/u/1>"},
    attachments=[
        Attachment(filename="plan.ics", content=b"BEGIN:VCALENDAR", content_type="text/calendar"),
        Attachment(filename="logo.png", content=b"\x89PNG", content_type="image/png", content_id="logo"),
    ],
)


def validator(name: str, pointer: str) -> Draft202012Validator:
    """Validate against one schema of a specification, its references resolved in place."""
    return Draft202012Validator({"$ref": f"#{pointer}", **specification(name)})


@pytest.mark.parametrize("mail", [MAIL, RICH], ids=["plain", "rich"])
def test_our_request_is_valid(mail: Mail) -> None:
    """The body we build is one the vendor describes."""
    schema = validator(
        "sendgrid_tsg_mail_v3.json",
        "/components/requestBodies/PostMailSend/content/application~1json/schema",
    )
    wire = mail.as_wire()
    assert list(schema.iter_errors(json.loads(json.dumps(wire)))) == []


def test_the_fakes_refusal_has_the_vendors_shape(fakes: Fakes) -> None:
    """The SDK's error handling meets the same JSON as in production."""
    schema = validator("sendgrid_tsg_mail_v3.json", "/components/schemas/ErrorResponse")
    request = Request(  # noqa: S310 - loopback only
        f"{fakes.url}/sendgrid/v3/mail/send",
        data=b"{}",
        headers={"Authorization": f"Bearer {API_KEY}", "Content-Type": "application/json"},
    )
    with pytest.raises(HTTPError) as caught:
        urlopen(request, timeout=5)  # noqa: S310 - loopback only
    with caught.value as response:
        body = json.loads(response.read())
    assert list(schema.iter_errors(body)) == []
    assert [error["field"] for error in body["errors"]] == ["from", "personalizations", "subject", "content"]


def test_the_fakes_lists_have_the_vendors_shape(fakes: Fakes) -> None:
    """Suppression lists read like the vendor's."""
    sdk_calls = [
        ("/v3/suppression/bounces", "/v3~1suppression~1bounces"),
        ("/v3/suppression/unsubscribes", "/v3~1suppression~1unsubscribes"),
    ]
    _suppress(fakes, "anna@client.example")
    for path, pointer in sdk_calls:
        request = Request(f"{fakes.url}/sendgrid{path}", headers={"Authorization": f"Bearer {API_KEY}"})  # noqa: S310 - our own fake
        with urlopen(request, timeout=5) as response:  # noqa: S310 - loopback only
            body = json.loads(response.read())
        where = f"/paths/~1{pointer.removeprefix('/')}/get/responses/200/content/application~1json/schema"
        schema = validator("sendgrid_tsg_suppressions_v3.json", where)
        assert list(schema.iter_errors(body)) == []


def _suppress(fakes: Fakes, address: str) -> None:
    request = Request(  # noqa: S310 - loopback only
        f"{fakes.url}/sendgrid/v3/asm/suppressions/global",
        data=json.dumps({"recipient_emails": [address]}).encode(),
        headers={"Authorization": f"Bearer {API_KEY}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=5) as response:  # noqa: S310 - loopback only
        assert response.status == 201
