"""Sign-up over the API of the public host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenants.signup.models import SignUp
from tests.signup.test_sign_up_page import WISH

if TYPE_CHECKING:
    from django.test import Client

BODY = {name: value for name, value in WISH.items() if name != "time_zone"}


def test_sign_up_answers_where_it_stands(public_client: Client) -> None:
    answer = public_client.post("/api/v1/signups/", BODY, content_type="application/json")

    wish = SignUp.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "subdomain": "iron-temple",
        "status": "requested",
        "status_url": f"http://mecto.localhost/api/v1/signups/{wish.pk}/",
    }
    assert public_client.get(f"/api/v1/signups/{wish.pk}/").json()["status"] == "requested"


def test_refusals_are_problems_by_field(public_client: Client) -> None:
    answer = public_client.post("/api/v1/signups/", {**BODY, "subdomain": "www"}, content_type="application/json")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"] == {"subdomain": ["www is reserved."]}
    assert not SignUp.objects.exists()
