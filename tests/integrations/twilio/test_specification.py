"""The fake's answers against the vendor's own OpenAPI file, and our request against its fields."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from jsonschema import Draft7Validator  # type: ignore[import-untyped] # ships no types
from twilio.rest import Client

from apps.integrations.fakeserver.exchange import Reply, Request, json_reply
from apps.integrations.fakeserver.server import FakeServer
from apps.integrations.twilio.client import TwilioClient
from tests.integrations.conftest import ACCOUNT_SID, AUTH_TOKEN, Fakes, specification
from tests.integrations.serving import serving
from tests.integrations.twilio.test_client import ANNA, GYM, SERVICE

NAME = "twilio_api_v2010.json"
MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json"


def nullable(schema: object) -> object:
    """Turn OpenAPI 3.0's `nullable` into JSON Schema's union of types, all the way down."""
    if isinstance(schema, list):
        return [nullable(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: nullable(part) for key, part in schema.items() if key != "nullable"}
    if schema.get("nullable") and isinstance(plain.get("type"), str):
        plain["type"] = [plain["type"], "null"]
    return plain


@pytest.mark.parametrize("sender", [GYM, SERVICE])
def test_the_fakes_message_has_the_vendors_shape(fakes: Fakes, sender: str) -> None:
    """Sent and fetched again, also through the SDK, it is the resource Twilio describes."""
    sdk = Client(ACCOUNT_SID, AUTH_TOKEN)
    sdk.api.base_url = f"{fakes.url}/twilio"
    client = TwilioClient(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN, base_url=f"{fakes.url}/twilio")
    sent = client.send(to=ANNA, sender=sender, text="Hello")
    (letter,) = fakes.letters()
    document = specification(NAME)
    pointer = {"$ref": "#/components/schemas/api.v2010.account.message"}
    message = letter["extra"]["message"]
    validator = Draft7Validator(nullable(document | pointer))
    assert list(validator.iter_errors(message)) == []
    schema = document["components"]["schemas"]["api.v2010.account.message"]
    assert set(message) == set(schema["properties"])
    assert sdk.messages(sent.sid).fetch().status == "delivered"


def test_our_request_uses_only_known_fields() -> None:
    """What the SDK puts on the wire for us is in the specification's form."""
    seen: list[Request] = []

    class Recorder:
        def answer(self, request: Request) -> Reply:
            seen.append(request)
            return json_reply(201, {"sid": "SM" + "0" * 32, "status": "queued", "num_segments": "1"})

    server = FakeServer(port=0, fakes={"/twilio": Recorder()})
    with serving(server) as url:
        client = TwilioClient(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN, base_url=f"{url}/twilio")
        client.send(to=ANNA, sender=SERVICE, text="Hi", status_callback="https://mecto.example/hooks")
    (request,) = seen
    operation = specification(NAME)["paths"][MESSAGES]["post"]
    form = operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    sent = parse_qs(request.body.decode())
    assert request.path == MESSAGES.format(AccountSid=ACCOUNT_SID)
    assert set(form["required"]) <= set(sent) <= set(form["properties"])
