"""Where a passkey's answer was made; tests/e2e/test_passkeys.py makes real ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from allauth.core import context
from django import forms
from django.urls import reverse
from fido2.utils import websafe_encode

from apps.accounts.passkeys import SameOrigin
from tests.factories.people import PASSWORD

if TYPE_CHECKING:
    from django.test import RequestFactory

    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.people import ClientFor

HERE = "gym.mecto.localhost:8000"


class OriginForm(SameOrigin):
    credential = forms.JSONField()


def answer_made_at(origin: str) -> dict[str, Any]:
    return {"response": {"clientDataJSON": websafe_encode(json.dumps({"origin": origin}).encode())}}


@pytest.mark.parametrize(
    ("origin", "is_taken"),
    [
        (f"http://{HERE}", True),
        (f"https://{HERE}", False),
        (f"http://evil.{HERE}", False),
        ("http://rival.mecto.localhost:8000", False),
        ("http://mecto.localhost:8000", False),
        ("http://gym.mecto.localhost:8001", False),
        (f"http://{HERE}.evil.example", False),
        ("null", False),
    ],
)
def test_an_answer_is_taken_only_where_it_was_made(rf: RequestFactory, origin: str, is_taken: bool) -> None:
    with context.request_context(rf.get("/", headers={"host": HERE})):
        form = OriginForm({"credential": json.dumps(answer_made_at(origin))})
        assert form.is_valid() == is_taken


def test_options_are_for_this_host_and_ask_for_the_person(
    client_for: ClientFor, trainer: User, business: BusinessRef
) -> None:
    browser = client_for(trainer)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = browser.get(reverse("mfa_add_webauthn"))
    options = page.context["js_data"]["creation_options"]["publicKey"]
    assert (options["rp"]["id"], options["rp"]["name"]) == (business.host, business.name)
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
