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
    from django.core.handlers.wsgi import WSGIRequest
    from django.test import RequestFactory

    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.people import ClientFor

HERE = "gym.mecto.localhost:8000"


class OriginForm(SameOrigin):
    credential = forms.JSONField()


def answer_made_at(origin: str) -> dict[str, Any]:
    return {"response": {"clientDataJSON": websafe_encode(json.dumps({"origin": origin}).encode())}}


def is_taken(request: WSGIRequest, origin: str) -> bool:
    with context.request_context(request):
        return OriginForm({"credential": json.dumps(answer_made_at(origin))}).is_valid()


def test_an_answer_is_taken_where_it_was_made(rf: RequestFactory) -> None:
    assert is_taken(rf.get("/", headers={"host": HERE}), f"http://{HERE}")
    assert is_taken(rf.get("/", headers={"host": HERE}, secure=True), f"https://{HERE}")


@pytest.mark.parametrize(
    "origin",
    [
        f"https://{HERE}",
        f"http://evil.{HERE}",
        "http://rival.mecto.localhost:8000",
        "http://mecto.localhost:8000",
        "http://gym.mecto.localhost:8001",
        f"http://{HERE}.evil.example",
        "null",
    ],
)
def test_and_nowhere_else(rf: RequestFactory, origin: str) -> None:
    assert not is_taken(rf.get("/", headers={"host": HERE}), origin)


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
