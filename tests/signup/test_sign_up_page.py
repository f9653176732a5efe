"""The sign-up form of the public host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.hashers import check_password

from tenants.registry.models import Tenant
from tenants.signup.models import SignUp

if TYPE_CHECKING:
    from django.test import Client

WISH = {
    "business_name": "Iron Temple",
    "subdomain": "Iron-Temple ",
    "owner_name": "Nora  Lindqvist",
    "email": "nora@iron-temple.example",
    "password": "a sentence works well",
    "time_zone": "Europe/Vienna",
}


def post(browser: Client, **changes: str) -> Any:
    return browser.post("/signup/", {**WISH, **changes}, headers={"Accept-Language": "de-AT,de;q=0.9"})


def test_sign_up_reserves_the_address_and_keeps_only_a_hash(public_client: Client) -> None:
    answer = post(public_client)

    wish = SignUp.objects.select_related("tenant").get()
    assert answer.status_code == 302
    assert answer.url == f"/signup/{wish.pk}/"
    assert (wish.owner_name, wish.email) == ("Nora Lindqvist", "nora@iron-temple.example")
    assert check_password(WISH["password"], wish.password_hash)
    tenant = wish.tenant
    assert (tenant.name, tenant.subdomain, tenant.state) == ("Iron Temple", "iron-temple", "requested")
    assert (tenant.country, tenant.currency, tenant.time_zone) == ("AT", "EUR", "Europe/Vienna")
    assert "iron" not in tenant.schema_name


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("business_name", "   ", "This field is required."),
        ("subdomain", "ab", "At least 3 characters."),
        ("subdomain", "a" * 64, "Ensure this value has at most 63 characters (it has 64)."),
        ("subdomain", "-iron", "Only a to z, 0 to 9 and hyphens, starting and ending with a letter or digit."),
        ("subdomain", "iron_temple", "Only a to z, 0 to 9 and hyphens, starting and ending with a letter or digit."),
        ("subdomain", "xn--iron", "No two hyphens in a row."),
        (
            "subdomain",
            "irоn",
            "Only the letters a to z, digits and hyphens. Letters of other alphabets can look alike.",
        ),
        ("subdomain", "www", "www is reserved."),
        ("subdomain", "adm1n", "adm1n is reserved."),
        ("email", "nora", "This is not an e-mail address."),
        ("password", "short", "This password is too short. It must contain at least 12 characters."),
        ("password", "nora@iron-temple.example", "Choose something that does not stand elsewhere on this form."),
    ],
)
def test_a_bad_value_is_explained_at_its_field(public_client: Client, field: str, value: str, message: str) -> None:
    answer = post(public_client, **{field: value})

    assert answer.status_code == 422
    assert message in answer.context["form"].errors[field]
    assert not SignUp.objects.exists()


def test_every_wrong_field_is_named_at_once(public_client: Client) -> None:
    answer = post(public_client, subdomain="demo-gym", email="x", password="y")

    assert set(answer.context["form"].errors) == {"subdomain", "email", "password"}


def test_a_taken_address_comes_with_a_free_one(public_client: Client) -> None:
    answer = post(public_client, subdomain="demo-gym", business_name="Demo Gym Vienna")

    assert answer.context["form"].errors["subdomain"] == ["demo-gym is taken. demo-gym-vienna is free."]


def test_a_look_alike_is_refused(public_client: Client) -> None:
    answer = post(public_client, subdomain="dem0gym", business_name="Demo")

    [message] = answer.context["form"].errors["subdomain"]
    assert message.startswith("dem0gym looks too much like demo-gym, which is taken.")


def test_the_address_is_answered_while_it_is_typed(public_client: Client) -> None:
    free = public_client.get("/signup/address/", {"subdomain": "Harbour"}).content.decode()
    taken = public_client.get("/signup/address/", {"subdomain": "demo-gym"}).content.decode()

    assert "harbour.mecto.localhost is free" in free
    assert "demo-gym is taken." in taken


def test_the_status_page_waits_and_then_says_where_to_look(public_client: Client) -> None:
    url = post(public_client).url
    waiting = public_client.get(url).content.decode()
    Tenant.objects.filter(subdomain="iron-temple").update(state="ready")
    ready = public_client.get(url, headers={"HX-Request": "true"}).content.decode()

    assert "Setting up Iron Temple" in waiting
    assert "We sent a link to nora@iron-temple.example" in ready
    assert "<html" not in ready


def test_one_network_cannot_open_studios_without_end(public_client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "signup": "1/h/ip"}
    post(public_client)
    answer = post(public_client, subdomain="second-temple")

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "Many studios were opened from your network just now. Try again in an hour."
    ]
    assert SignUp.objects.count() == 1
